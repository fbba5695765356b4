// The two import each other.
import { share } from "../share.js";
export const tick = (name) => name && share;
