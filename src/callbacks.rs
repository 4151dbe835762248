//! How the lints get into a compilation.

use std::env;
use std::hash::Hash;
use std::path::{Path, PathBuf};

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
            let (conf, text) = clippy_config::read(sess);
            sess.dcx().abort_if_errors();
            // Lints are results of queries: with another configuration the incremental cache
            // would say again what the old one said.
            text.hash(hasher);
            env!("CARGO_PKG_VERSION").hash(hasher);
            if text.is_none() {
                track_where_a_file_would_be(sess);
            }
            clippy_lints::set_conf(conf);
        }));
        config.register_lints = Some(Box::new(|_, store| clippy_lints::register(store)));
        config.override_queries = Some(|_, providers| clippy_lints::provide(providers));
    }
}

fn track_environment(sess: &Session, clippy_args: Option<&str>) {
    let conf_dir = env::var("CLIPPY_CONF_DIR").ok();
    let mut tracked = sess.env_depinfo.borrow_mut();
    tracked.insert((Symbol::intern("CLIPPY_ARGS"), clippy_args.map(Symbol::intern)));
    tracked.insert((Symbol::intern("CLIPPY_CONF_DIR"), conf_dir.as_deref().map(Symbol::intern)));
}

/// A new driver may say other things of the same crate.
fn track_driver(sess: &Session) {
    if let Ok(driver) = env::current_exe() {
        track_file(sess, &driver);
    }
}

/// Where there is no `clippy.toml`, writing one has to lint again. Cargo cannot be told of a file
/// that does not exist, but a directory changes when a file is put into it: that of the package
/// and the one that cargo calls from, the root of the workspace.
fn track_where_a_file_would_be(sess: &Session) {
    let package = env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from);
    for dir in package.into_iter().chain(env::current_dir()) {
        track_file(sess, &dir);
    }
}

fn track_file(sess: &Session, path: &Path) {
    if let Some(path) = path.to_str() {
        sess.file_depinfo.borrow_mut().insert(Symbol::intern(path));
    }
}
