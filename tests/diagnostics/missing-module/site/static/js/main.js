import { share } from "./sahre.js";
const far = () => import("../../outside.js");
