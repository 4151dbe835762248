//! The command line.

/// What a reader learns at a site if the user does not say more.
const DEFAULT_REASON: &str = "was there when the lint was turned on";

/// A call with `--add-expect`.
#[derive(Debug, PartialEq, Eq)]
pub struct Request {
    /// Whether fixes are applied first.
    pub fix: bool,
    /// The reason that the attributes get.
    pub reason: String,
    /// All other arguments of cargo.
    cargo_args: Vec<String>,
    /// What is behind `--`.
    lint_args: Vec<String>,
}

/// Options that only `--fix` has.
const OF_FIX: [&str; 4] = [
    "--allow-dirty",
    "--allow-no-vcs",
    "--allow-staged",
    "--broken-code",
];

impl Request {
    /// The request in the arguments without the program's name, if there is one.
    ///
    /// # Errors
    /// If the option or its companion is used wrongly.
    pub fn find(args: &[String]) -> Result<Option<Self>, String> {
        let end = args.iter().position(|arg| arg == "--");
        let (before, after) = args.split_at(end.unwrap_or(args.len()));
        if !before.iter().any(|arg| arg == "--add-expect") {
            return Ok(None);
        }
        let mut request = Self {
            fix: false,
            reason: DEFAULT_REASON.to_owned(),
            cargo_args: Vec::new(),
            lint_args: after.iter().skip(1).cloned().collect(),
        };
        let mut args = before.iter().peekable();
        args.next_if(|arg| *arg == "clippy");
        while let Some(arg) = args.next() {
            match arg.as_str() {
                "--add-expect" => {}
                "--fix" => request.fix = true,
                "--reason" => match args.next() {
                    Some(reason) => request.reason.clone_from(reason),
                    None => return Err("`--reason` needs a text".to_owned()),
                },
                arg => match arg.strip_prefix("--reason=") {
                    Some(reason) => request.reason = reason.to_owned(),
                    None => request.cargo_args.push(arg.to_owned()),
                },
            }
        }
        if request.reason.trim().is_empty() {
            return Err("the text of `--reason` is empty".to_owned());
        }
        Ok(Some(request))
    }

    /// The arguments of the run that applies fixes.
    pub fn fix_args(&self) -> Vec<String> {
        let mut args = vec!["--fix".to_owned()];
        args.extend(self.cargo_args.iter().cloned());
        self.with_lint_args(args, &[])
    }

    /// The arguments of a run that finds what gets an attribute.
    pub fn search_args(&self, driver_option: &str) -> Vec<String> {
        let mut args = Vec::new();
        let mut cargo_args = self.check_options();
        while let Some(arg) = cargo_args.next() {
            match arg.strip_prefix("--message-format") {
                Some("") => drop(cargo_args.next()),
                Some(value) if value.starts_with('=') => {}
                _ => args.push(arg.clone()),
            }
        }
        args.extend(["--message-format=json", "--keep-going"].map(str::to_owned));
        // What was not selected is not to be changed.
        self.with_lint_args(args, &["--no-deps", driver_option])
    }

    /// The arguments of the run that shows what is left.
    pub fn check_args(&self) -> Vec<String> {
        self.with_lint_args(self.check_options().cloned().collect(), &[])
    }

    fn check_options(&self) -> impl Iterator<Item = &String> {
        let args = self.cargo_args.iter();
        args.filter(|arg| !OF_FIX.contains(&arg.as_str()))
    }

    fn with_lint_args(&self, mut args: Vec<String>, more: &[&str]) -> Vec<String> {
        args.push("--".to_owned());
        args.extend(self.lint_args.iter().cloned());
        args.extend(more.iter().map(|&arg| arg.to_owned()));
        args
    }

    pub fn manifest_path(&self) -> Option<&str> {
        let mut args = self.cargo_args.iter();
        while let Some(arg) = args.next() {
            match arg.strip_prefix("--manifest-path") {
                Some("") => return args.next().map(String::as_str),
                Some(value) => return value.strip_prefix('='),
                None => {}
            }
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn find(args: &str) -> Result<Option<Request>, String> {
        let args: Vec<_> = args.split(' ').map(str::to_owned).collect();
        Request::find(&args)
    }

    #[test]
    fn only_the_option_is_a_request() {
        assert_eq!(find("clippy --fix"), Ok(None));
        assert_eq!(find("clippy -- --add-expect"), Ok(None));
        assert!(find("clippy --add-expect --reason").is_err());
        assert!(find("clippy --add-expect --reason=").is_err());
    }

    #[test]
    fn each_run_gets_its_arguments() {
        let args = "clippy --fix --add-expect -p a --allow-dirty --reason=why --message-format short \
                    -- -D warnings";
        let request = find(args).unwrap().unwrap();
        assert_eq!(request.reason, "why");
        assert_eq!(
            request.fix_args().join(" "),
            "--fix -p a --allow-dirty --message-format short -- -D warnings"
        );
        assert_eq!(
            request.search_args("--option").join(" "),
            "-p a --message-format=json --keep-going -- -D warnings --no-deps --option"
        );
        assert_eq!(
            request.check_args().join(" "),
            "-p a --message-format short -- -D warnings"
        );
    }

    #[test]
    fn the_manifest_may_be_elsewhere() {
        let manifest = |args| {
            find(args)
                .unwrap()
                .unwrap()
                .manifest_path()
                .map(str::to_owned)
        };
        assert_eq!(manifest("--add-expect"), None);
        for args in [
            "--add-expect --manifest-path a/Cargo.toml",
            "--add-expect --manifest-path=a/Cargo.toml",
        ] {
            assert_eq!(manifest(args).as_deref(), Some("a/Cargo.toml"));
        }
    }
}
