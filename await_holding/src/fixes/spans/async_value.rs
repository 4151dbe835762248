//! What an `async` block evaluates to that tells the code behind it how control flow goes on: a value or
//! `()`, in `Some` or as `true` if there is another way to go on, and in `Ok` or `Some` if it can fail.

use crate::fixes::code::return_type::Failure;

/// The form of the value.
#[derive(Clone, Copy)]
pub(in crate::fixes) struct AsyncValue {
    /// How it fails, if it does.
    pub failure: Option<Failure>,
    /// Whether it may say not to go on.
    pub has_other: bool,
    /// Whether there is a value if it goes on.
    pub has_value: bool,
}

impl AsyncValue {
    /// The value of the block if control flow goes on with `value`.
    pub fn of_value(self, value: &str) -> String {
        let (before, behind) = self.around_value();
        match self.has_other && !self.has_value {
            true => self.succeeded("true"),
            false => format!("{before}{value}{behind}"),
        }
    }

    /// What is written around such a value.
    pub fn around_value(self) -> (String, String) {
        let mut constructors: Vec<_> = self.failure.map(Failure::success).into_iter().collect();
        if self.has_other {
            constructors.push("Some");
        }
        let open = constructors.iter().map(|name| format!("{name}(")).collect();
        (open, ")".repeat(constructors.len()))
    }

    /// The value that makes the block around leave.
    pub fn of_other(self) -> String {
        self.succeeded(match self.has_value {
            true => "None",
            false => "false",
        })
    }

    fn succeeded(self, value: &str) -> String {
        match self.failure {
            Some(failure) => format!("{}({value})", failure.success()),
            None => value.to_owned(),
        }
    }

    /// The type of what it evaluates to if it does not fail.
    pub fn success_type(self) -> &'static str {
        match (self.has_other, self.has_value) {
            (true, true) => "Option<_>",
            (true, false) => "bool",
            (false, true) => "_",
            (false, false) => "()",
        }
    }
}
