// The two import each other.
import { share } from "../share.bde2d1f2.js";
export const tick = (name) => name && share;
