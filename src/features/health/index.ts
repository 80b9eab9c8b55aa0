export { diagnose, standing, VERDICTS } from "../../client/health/diagnose.js";
export { type Survey, type Surveyed, survey } from "./account-health.js";
export { type Cause, groupCauses } from "./causes.js";
