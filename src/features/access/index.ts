export { readUsers, repairers, userName } from "./people.js";
