// SPDX-License-Identifier: Apache-2.0
import { render } from "preact";
import { App } from "./app";
import { followAddress } from "./router";
import { start } from "./start";
import { startTheme } from "./theme";

startTheme();
followAddress();
render(<App />, document.getElementById("app")!);
void start();
