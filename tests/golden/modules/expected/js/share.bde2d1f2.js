import { tick } from "./parts/tick.bde2d1f2.js";
export const share = () => tick("../js/share.js");
