//! The command line of `cargo clippy`.

/// What to do.
pub enum Action {
    Help,
    Version,
    Explain(String),
    Check(Check),
    /// Nothing: the message says what is wrong with the command line.
    Wrong(String),
}

/// A run of cargo with the driver.
#[derive(Debug, PartialEq, Eq)]
pub struct Check {
    /// `check` or `fix`.
    pub subcommand: &'static str,
    /// What cargo gets.
    pub cargo_args: Vec<String>,
    /// What the driver gets.
    pub lint_args: Vec<String>,
}

/// Understands the arguments without the program's name. The first one is `clippy` when cargo
/// makes the call.
pub fn understand(args: Vec<String>) -> Action {
    let mut check = Check {
        subcommand: "check",
        cargo_args: Vec::new(),
        lint_args: Vec::new(),
    };
    let mut no_deps = false;

    let mut args = args.into_iter().peekable();
    args.next_if(|arg| arg == "clippy");
    while let Some(arg) = args.next() {
        match arg.as_str() {
            "-h" | "--help" => return Action::Help,
            "-V" | "--version" | "-vV" | "-Vv" => return Action::Version,
            "--explain" => {
                return match args.next() {
                    Some(lint) => Action::Explain(lint),
                    None => Action::Wrong("`--explain` needs the name of a lint".to_owned()),
                };
            }
            "--fix" => check.subcommand = "fix",
            "--no-deps" => no_deps = true,
            "--" => break,
            _ => match arg.strip_prefix("--explain=") {
                Some(lint) => return Action::Explain(lint.to_owned()),
                None => check.cargo_args.push(arg),
            },
        }
    }
    check.lint_args.extend(args);

    // Fixing a dependency that was not selected would edit files that the user did not mean.
    no_deps |= check.subcommand == "fix";
    if no_deps && !check.lint_args.iter().any(|arg| arg == "--no-deps") {
        check.lint_args.push("--no-deps".to_owned());
    }
    Action::Check(check)
}
