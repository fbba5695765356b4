import { tick } from "./parts/tick.js";
export const share = () => tick("../js/share.js");
