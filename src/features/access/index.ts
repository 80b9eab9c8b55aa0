export { readUsers, userName } from "./people.js";
