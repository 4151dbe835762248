//! A headless browser, driven through chromedriver with the W3C's WebDriver protocol.
//!
//! The protocol is JSON over HTTP, so an HTTP client is enough.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use serde_json::{Value, json};
use tempfile::TempDir;
use ureq::Agent;

/// WebDriver's key for the reference to an element.
const ELEMENT: &str = "element-6066-11e4-a52e-4f735466cecf";

pub struct Browser {
    chromedriver: Child,
    agent: Agent,
    /// The URL of the session.
    session: String,
    _profile: TempDir,
}

impl Browser {
    /// Starts a browser whose pages have this size.
    pub fn start(width: u32, height: u32) -> Self {
        let mut chromedriver = Command::new("chromedriver")
            .arg("--port=0")
            .stdout(Stdio::piped())
            .spawn()
            .expect("chromedriver is in PATH; `./x test book` installs it or says how to");
        let output = BufReader::new(chromedriver.stdout.take().unwrap());
        let port: u16 = output
            .lines()
            .find_map(|line| {
                let line = line.unwrap();
                let (_, port) = line.split_once("started successfully on port ")?;
                port.trim_end_matches('.').parse().ok()
            })
            .expect("chromedriver says its port");

        let profile = tempfile::tempdir().unwrap();
        let mut browser = Self {
            chromedriver,
            agent: Agent::config_builder()
                .http_status_as_error(false)
                .proxy(None)
                .build()
                .into(),
            session: format!("http://127.0.0.1:{port}/session"),
            _profile: profile,
        };
        let args = [
            "--headless".to_owned(),
            // Chromium's sandbox works neither for root nor in most containers.
            "--no-sandbox".to_owned(),
            "--disable-gpu".to_owned(),
            "--disable-quic".to_owned(),
            "--no-first-run".to_owned(),
            "--disable-background-networking".to_owned(),
            "--disable-component-update".to_owned(),
            "--disable-sync".to_owned(),
            "--disable-dev-shm-usage".to_owned(),
            format!("--user-data-dir={}", browser._profile.path().display()),
        ];
        let session = browser.post(
            "",
            json!({ "capabilities": { "alwaysMatch": {
                "goog:chromeOptions": { "args": args },
                "goog:loggingPrefs": { "browser": "ALL" },
            } } }),
        );
        let id = session["sessionId"]
            .as_str()
            .expect("the session has an id");
        browser.session = format!("{}/{id}", browser.session);
        browser.resize(width, height);
        browser
    }

    /// Gives the page this size.
    pub fn resize(&self, width: u32, height: u32) {
        // A headless window cannot be as narrow as a telephone. The page can.
        self.devtools(
            "Emulation.setDeviceMetricsOverride",
            json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": false }),
        );
    }

    /// Sets the colour scheme that the reader prefers: `light` or `dark`.
    pub fn prefer_color_scheme(&self, scheme: &str) {
        let feature = json!({ "name": "prefers-color-scheme", "value": scheme });
        self.devtools(
            "Emulation.setEmulatedMedia",
            json!({ "features": [feature] }),
        );
    }

    /// Loads a file. `fragment` is empty or begins with `#`.
    pub fn open(&self, file: &Path, fragment: &str) {
        let url = format!("file://{}{fragment}", file.display());
        self.post("/url", json!({ "url": url }));
    }

    /// The first element that matches the CSS selector.
    pub fn find(&self, selector: &str) -> Element<'_> {
        let found = self.post(
            "/element",
            json!({ "using": "css selector", "value": selector }),
        );
        Element {
            browser: self,
            id: found[ELEMENT].as_str().unwrap().to_owned(),
        }
    }

    /// Runs the body of a JavaScript function and returns its result, or that of its promise.
    pub fn run(&self, script: &str) -> Value {
        self.post("/execute/sync", json!({ "script": script, "args": [] }))
    }

    /// The errors that the console has shown since the last call.
    pub fn errors(&self) -> Vec<Value> {
        let Value::Array(mut log) = self.post("/se/log", json!({ "type": "browser" })) else {
            panic!("the log is an array")
        };
        log.retain(|entry| entry["level"] == "SEVERE");
        log
    }

    /// A command of Chromium's own protocol.
    fn devtools(&self, command: &str, params: Value) {
        self.post(
            "/goog/cdp/execute",
            json!({ "cmd": command, "params": params }),
        );
    }

    #[track_caller]
    fn post(&self, command: &str, body: Value) -> Value {
        let mut answer = self
            .agent
            .post(format!("{}{command}", self.session))
            .send_json(&body)
            .unwrap();
        let ok = answer.status().is_success();
        let mut answer: Value = answer.body_mut().read_json().unwrap();
        assert!(ok, "{command} {body}: {}", answer["value"]["message"]);
        answer["value"].take()
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        // Ending the session ends the browser.
        let _ = self.agent.delete(&self.session).call();
        let _ = self.chromedriver.kill();
        let _ = self.chromedriver.wait();
    }
}

pub struct Element<'b> {
    browser: &'b Browser,
    id: String,
}

impl Element<'_> {
    pub fn click(&self) {
        self.post("/click", json!({}));
    }

    /// Types into the element.
    pub fn keys(&self, text: &str) {
        self.post("/value", json!({ "text": text }));
    }

    fn post(&self, command: &str, body: Value) {
        self.browser
            .post(&format!("/element/{}{command}", self.id), body);
    }
}
