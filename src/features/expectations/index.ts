export { type Coverage, coverageOf } from "./coverage.js";
export { ExpectationsFile, parseExpectations } from "./file.js";
export { firstFile } from "./first-file.js";
export { compileExpectations } from "./rules.js";
