//! A browser without a window, driven through chromedriver as the W3C's WebDriver says.
//!
//! The protocol is JSON over HTTP, so an HTTP client is all that it takes.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use serde_json::{Value, json};
use tempfile::TempDir;
use ureq::Agent;

/// What WebDriver calls the reference to an element.
const ELEMENT: &str = "element-6066-11e4-a52e-4f735466cecf";

pub struct Browser {
    chromedriver: Child,
    agent: Agent,
    /// The address of the session.
    session: String,
    _profile: TempDir,
}

impl Browser {
    /// Starts a browser whose window has this size.
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
            // Chromium's own sandbox does not work for root, nor in most containers.
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
        // Headless, the window cannot be made as narrow as a telephone; the page can.
        browser.post(
            "/goog/cdp/execute",
            json!({ "cmd": "Emulation.setDeviceMetricsOverride", "params": {
                "width": width, "height": height, "deviceScaleFactor": 1, "mobile": false,
            } }),
        );
        browser
    }

    /// Loads a file; `address` may end in a fragment.
    pub fn open(&self, file: &Path, fragment: &str) {
        let url = format!("file://{}{fragment}", file.display());
        self.post("/url", json!({ "url": url }));
    }

    /// The element that the CSS selector finds first.
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

    /// What the body of a function in JavaScript returns.
    pub fn run(&self, script: &str) -> Value {
        self.post("/execute/sync", json!({ "script": script, "args": [] }))
    }

    /// What went wrong in the pages so far, as their console shows it.
    pub fn errors(&self) -> Vec<Value> {
        let Value::Array(mut log) = self.post("/se/log", json!({ "type": "browser" })) else {
            panic!("the log is an array")
        };
        log.retain(|entry| entry["level"] == "SEVERE");
        log
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
        // The end of the session ends the browser.
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
