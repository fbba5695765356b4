import { tick } from "./parts/tick.js";
export { share } from './share.js';

const wanted = () => import("./share.js");
const text = "./share.js";
const far = () => import("https://example.com/far.js");
