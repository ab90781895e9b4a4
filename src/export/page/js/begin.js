// The same program runs in the page and in its workers.

import { start } from "./main.js";
import { listen } from "./worker.js";

if (typeof document === "undefined") listen();
else start();
