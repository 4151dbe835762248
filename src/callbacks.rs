//! How the lints get into a compilation.

use std::env;
use std::hash::Hash;
use std::path::Path;

use rustc_driver::Callbacks;
use rustc_interface::interface::Config;
use rustc_session::Session;
use rustc_span::Symbol;

/// Adds the lints to a compilation, and says to cargo what the result depends on.
pub struct LintCallbacks {
    clippy_args: Option<String>,
}

impl LintCallbacks {
    /// `clippy_args` is the value of `CLIPPY_ARGS`.
    pub fn new(clippy_args: Option<String>) -> Self {
        Self { clippy_args }
    }
}

impl Callbacks for LintCallbacks {
    fn config(&mut self, config: &mut Config) {
        // As rustc's own `main` does, so that its diagnostics read the same.
        config.opts.trimmed_def_paths = true;

        let clippy_args = self.clippy_args.take();
        config.track_state = Some(Box::new(move |sess, hasher| {
            track_environment(sess, clippy_args.as_deref());
            track_driver(sess);
            let (conf, file) = clippy_config::read(sess);
            sess.dcx().abort_if_errors();
            // Lints are results of queries: with another configuration the incremental cache
            // would say again what the old one said, and point into a file that is not read now.
            file.map(|file| (file.stable_id, file.src_hash))
                .hash(hasher);
            env!("CARGO_PKG_VERSION").hash(hasher);
            clippy_lints::set_conf(conf);
        }));
        config.register_lints = Some(Box::new(|_, store| clippy_lints::register(store)));
        config.override_queries = Some(|_, providers| clippy_lints::provide(providers));
    }
}

/// Adds no lints, but says to cargo that the options decided so.
pub struct UnlintedCallbacks {
    clippy_args: Option<String>,
}

impl UnlintedCallbacks {
    /// `clippy_args` is the value of `CLIPPY_ARGS`.
    pub fn new(clippy_args: Option<String>) -> Self {
        Self { clippy_args }
    }
}

impl Callbacks for UnlintedCallbacks {
    fn config(&mut self, config: &mut Config) {
        config.opts.trimmed_def_paths = true;

        let clippy_args = self.clippy_args.take();
        config.track_state = Some(Box::new(move |sess, _| {
            track_environment(sess, clippy_args.as_deref())
        }));
    }
}

fn track_environment(sess: &Session, clippy_args: Option<&str>) {
    let mut tracked = sess.env_depinfo.borrow_mut();
    tracked.insert((
        Symbol::intern("CLIPPY_ARGS"),
        clippy_args.map(Symbol::intern),
    ));
    for variable in ["CLIPPY_CONF_DIR", "CLIPPY_CONF_FILES", "CLIPPY_SELECTION"] {
        let value = env::var(variable).ok();
        tracked.insert((
            Symbol::intern(variable),
            value.as_deref().map(Symbol::intern),
        ));
    }
}

/// A new driver may say other things of the same crate.
fn track_driver(sess: &Session) {
    if let Ok(driver) = env::current_exe() {
        track_file(sess, &driver);
    }
}

fn track_file(sess: &Session, path: &Path) {
    if let Some(path) = path.to_str() {
        sess.file_depinfo.borrow_mut().insert(Symbol::intern(path));
    }
}
