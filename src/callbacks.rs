//! How the lints hook into a compilation.

use std::env;
use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::time::SystemTime;

use await_holding::{Host, Listing, compat};
use clippy_config::Loaded;
use clippy_lints::await_holding_invalid;
use clippy_lints::command_line::{self, Unknown};
use rustc_driver::{Callbacks, Compilation};
use rustc_interface::interface::{Compiler, Config};
use rustc_middle::ty::TyCtxt;
use rustc_session::Session;
use rustc_session::config::Options;
use rustc_session::lint::Level;
use rustc_span::Symbol;

use crate::args::Lints;
use crate::common::{CONF_FILES, SELECTION};

/// What the result depends on besides the sources and rustc's options. The last one changes only the
/// wording.
const VARIABLES: [&str; 5] = [
    "CLIPPY_ARGS",
    "CLIPPY_CONF_DIR",
    CONF_FILES,
    SELECTION,
    "CLIPPY_DISABLE_DOCS_LINKS",
];

/// Adds the lints to a compilation, and tells cargo what the result depends on.
pub struct LintCallbacks {
    lints: Lints,
    /// The lint options that rustc must not see.
    unknown: Vec<Unknown>,
}

impl LintCallbacks {
    pub fn new(lints: Lints) -> Self {
        Self {
            lints,
            unknown: Vec::new(),
        }
    }
}

impl Callbacks for LintCallbacks {
    fn config(&mut self, config: &mut Config) {
        // As rustc's own `main` does, so that its diagnostics read the same.
        config.opts.trimmed_def_paths = true;

        let Lints::On { listing, silencer } = self.lints else {
            // The result depends on whatever disabled the lints.
            compat::track_state(config, track_environment);
            return;
        };
        self.unknown = command_line::take_unknown(&mut config.opts.lint_opts);
        if listing == Listing::Print || silencer.is_some() {
            // Unchanged modules would not be checked: what they hold would not be counted, and what they
            // report would be repeated as it was.
            config.opts.incremental = None;
        }
        let loaded = clippy_config::load();
        let state = state(&config.opts, &loaded);
        // All lint options are part of what an incremental cache belongs to.
        config.opts.lint_opts.push((state.clone(), Level::Allow));
        compat::track_state(config, move |sess| {
            track_environment(sess);
            track_driver(sess);
            let conf = clippy_config::read(sess, loaded);
            // rustc prints the number of errors only later.
            sess.dcx().print_error_count();
            sess.dcx().abort_if_errors();
            await_holding::start(Host {
                lints: await_holding_invalid::lints(),
                list: conf.await_holding_invalid_types,
                listing,
                silencer,
            });
        });
        config.register_lints = Some(Box::new(move |_, store| {
            clippy_lints::register(store);
            store.register_ignored(&state);
        }));
        config.override_queries = Some(|_, providers| clippy_lints::provide(providers));
    }

    fn after_expansion<'tcx>(&mut self, _: &Compiler, tcx: TyCtxt<'tcx>) -> Compilation {
        command_line::warn_of_unknown(tcx.sess, &self.unknown);
        Compilation::Continue
    }

    fn after_analysis<'tcx>(&mut self, _: &Compiler, tcx: TyCtxt<'tcx>) -> Compilation {
        if let Lints::On { .. } = self.lints {
            await_holding::print_listing(tcx);
        }
        Compilation::Continue
    }
}

/// What the lints depend on that rustc does not track, as the name of a lint.
///
/// Lints are results of queries: with a different configuration the incremental cache would repeat the
/// old diagnostics, and point into a file that is not loaded.
fn state(options: &Options, loaded: &Loaded) -> String {
    let mut hasher = DefaultHasher::new();
    loaded.hash(&mut hasher);
    env::var_os("CLIPPY_DISABLE_DOCS_LINKS")
        .is_some()
        .hash(&mut hasher);
    // A different build of the driver may find or say different things.
    build_of_driver().hash(&mut hasher);
    // Paths can begin with the names that crates have in `Cargo.toml`, and rustc does not track that a
    // result depends on those.
    let crates = options.externs.iter().map(|(name, _)| name);
    crates.collect::<Vec<_>>().hash(&mut hasher);
    format!("clippy::state_{:016x}", hasher.finish())
}

fn track_environment(sess: &Session) {
    let mut tracked = sess.env_depinfo.borrow_mut();
    for variable in VARIABLES {
        let value = env::var(variable).ok();
        let value = value.as_deref().map(Symbol::intern);
        tracked.insert((Symbol::intern(variable), value));
    }
}

/// Tells this build of the driver from others.
fn build_of_driver() -> Option<(u64, SystemTime)> {
    let file = env::current_exe().and_then(fs::metadata).ok()?;
    Some((file.len(), file.modified().ok()?))
}

/// A new driver may say different things about the same crate.
fn track_driver(sess: &Session) {
    if let Ok(driver) = env::current_exe()
        && let Some(driver) = driver.to_str()
    {
        sess.file_depinfo
            .borrow_mut()
            .insert(Symbol::intern(driver));
    }
}
