import { tick } from "./parts/tick.bde2d1f2.js";
export { share } from './share.bde2d1f2.js';

const wanted = () => import("./share.bde2d1f2.js");
const text = "./share.js";
const far = () => import("https://example.com/far.js");
