//! Async functions that the program defines: free and generic functions, methods and trait methods.

use super::flow::State;
use super::generator::{Generator, Returns};
use super::shapes::Shape;
use super::types::Ty;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Form {
    Free,
    /// A method that takes `self`, of the type or of a trait.
    Method,
    TraitMethod,
    /// The default body of a trait method, where the type of `self` is unknown.
    DefaultMethod,
    /// A function whose first parameter has a type parameter as its type.
    Generic,
}

const FORMS: [(usize, Form); 5] = [
    (4, Form::Free),
    (2, Form::Method),
    (1, Form::TraitMethod),
    (1, Form::DefaultMethod),
    (2, Form::Generic),
];

/// How to call a function.
pub(super) struct Function {
    path: String,
    parameters: Vec<Ty>,
    /// Its coroutine, if the type of the first parameter is a type parameter.
    generic: Option<u32>,
}

/// A parameter, as its body knows it.
struct Parameter {
    name: &'static str,
    ty: Ty,
    line: u32,
    is_named: bool,
}

impl Generator {
    /// The value that an awaited async function returns. It gets guards as arguments.
    pub(super) fn awaited(&mut self, ty: Ty) {
        let line = self.next_line();
        self.line_pair("{", &format!("put({line}, {{"));
        let function = self.function(&FORMS, Returns::Guard);
        if ty == Ty::Guard {
            self.call_awaited(&function);
        } else {
            self.line("let _ =");
            self.call_awaited(&function);
            self.line(";");
            self.expression(ty);
        }
        self.line_pair("}", "})");
    }

    /// Defines an async function, and awaits a call of it.
    pub(super) fn call_function(&mut self) {
        self.line("{");
        let function = self.function(&FORMS, Returns::Unit);
        self.call_awaited(&function);
        self.line("; }");
    }

    fn call_awaited(&mut self, function: &Function) {
        let path = &function.path;
        let opened = self.lines.len();
        self.line_pair(&format!("{path}("), &format!("point(AWAIT, {path}("));
        let lines = self.arguments(function);
        self.await_(opened, ")");
        if let Some(body) = function.generic {
            self.given.insert(lines[0], body);
        }
    }

    /// A call that is not awaited. Its future owns the arguments and is at `line`.
    pub(super) fn call_stored(&mut self, function: &Function, line: u32) {
        self.line(&format!("{}(", function.path));
        let lines = self.arguments(function);
        self.line_pair(")", &format!(").moved(&{lines:?}, {line})"));
    }

    /// Writes the arguments. Returns the line of each.
    fn arguments(&mut self, function: &Function) -> Vec<u32> {
        let mut lines = Vec::new();
        for &parameter in &function.parameters {
            lines.push(self.next_line());
            self.expression(parameter);
            self.line(",");
        }
        lines
    }

    /// Defines a function without type parameters.
    pub(super) fn plain_function(&mut self) -> Function {
        self.function(&FORMS[..3], Returns::Unit)
    }

    /// Defines a function. It is an item, so it can be wherever a statement can be.
    fn function(&mut self, forms: &[(usize, Form)], returns: Returns) -> Function {
        let number = self.next_line();
        let form = self.choices.weighted(forms);
        let (head, path) = match form {
            Form::Free => ("async fn", ""),
            Form::Method => ("impl Both { async fn", "Both::"),
            Form::TraitMethod => ("impl Tnumber for Both { async fn", "Tnumber::"),
            Form::DefaultMethod => ("trait Tnumber: Owns + Sized { async fn", "Tnumber::"),
            Form::Generic => ("async fn", ""),
        };
        let [head, path] = [head, path].map(|text| text.replace("number", &number.to_string()));
        let generics = if form == Form::Generic {
            "<T: Owns>"
        } else {
            ""
        };
        self.note(match form {
            Form::Free => Shape::Function,
            Form::Method => Shape::Method,
            Form::TraitMethod => Shape::MethodTraitMethod,
            Form::DefaultMethod => Shape::DefaultMethod,
            Form::Generic => Shape::GenericFunction,
        });
        let mut body = 0;
        let parameters = self.in_body(returns, |this| {
            body = this.body.id();
            this.line(&format!("{head} f{number}{generics}("));
            this.signature_and_body(form, returns, number)
        });
        Function {
            path: format!("{path}f{number}"),
            parameters,
            generic: matches!(form, Form::Generic | Form::DefaultMethod).then_some(body),
        }
    }

    /// Everything after the opening parenthesis of a function. Returns the types of its arguments.
    fn signature_and_body(&mut self, form: Form, returns: Returns, number: u32) -> Vec<Ty> {
        let returned = match returns {
            Returns::Guard => " -> Guard",
            _ => "",
        };
        let mut arguments = Vec::new();
        let mut parameters = Vec::new();
        for index in 0..1 + self.choices.below(2) {
            let (argument, parameter) = self.parameter(form, index);
            arguments.push(argument);
            parameters.push(parameter);
        }
        // What the caller has given for a type parameter stays at the argument.
        let settled: String = (parameters.iter())
            .filter(|parameter| parameter.ty != Ty::Parameter)
            .map(|parameter| {
                let prefix = if parameter.is_named { "" } else { "_" };
                format!(" at(&{prefix}{}, {});", parameter.name, parameter.line)
            })
            .collect();
        self.line_pair(
            &format!("){returned} {{"),
            &format!("){returned} {{{settled}"),
        );
        for parameter in parameters
            .into_iter()
            .filter(|parameter| parameter.is_named)
        {
            let Parameter { name, ty, line, .. } = parameter;
            self.declare(name, ty, line, State::FRESH);
        }
        self.statements(1);
        if returns == Returns::Guard {
            self.expression(Ty::Guard);
        }
        match form {
            Form::Free | Form::Generic => drop(self.line("}")),
            Form::Method => drop(self.line("} }")),
            Form::DefaultMethod => drop(self.line(&format!("}} }} impl T{number} for Both {{}}"))),
            Form::TraitMethod => {
                let [linted, run] = [0, 1].map(|text| {
                    let more: String = (arguments[1..].iter())
                        .map(|ty| format!(", _: {}", ty.names()[text]))
                        .collect();
                    format!("}} }} trait T{number} {{ async fn f{number}(self{more}){returned}; }}")
                });
                self.line_pair(&linted, &run);
            }
        }
        arguments
    }

    /// Writes a parameter. Returns it with the type of its argument.
    fn parameter(&mut self, form: Form, index: usize) -> (Ty, Parameter) {
        let name = ["p", "q"][index];
        let argument = self.choices.weighted(&Ty::EXPRESSIBLE);
        if index == 0 {
            let (argument, name, ty, text) = match form {
                Form::Generic => (argument, name, Ty::Parameter, "mut p: T,"),
                Form::Method | Form::TraitMethod => (Ty::Both, "self", Ty::Both, "mut self,"),
                Form::DefaultMethod => (Ty::Both, "self", Ty::Parameter, "mut self,"),
                Form::Free => return self.parameter_of(name, argument),
            };
            let line = self.line(text);
            return (
                argument,
                Parameter {
                    name,
                    ty,
                    line,
                    is_named: true,
                },
            );
        }
        self.parameter_of(name, argument)
    }

    fn parameter_of(&mut self, name: &'static str, ty: Ty) -> (Ty, Parameter) {
        let [linted, run] = ty.names();
        let is_named = self.choices.below(8) != 7;
        let line = if is_named {
            self.line_pair(
                &format!("mut {name}: {linted},"),
                &format!("mut {name}: {run},"),
            )
        } else {
            self.note(Shape::UnnamedParameter);
            self.line_pair(&format!("_: {linted},"), &format!("_{name}: {run},"))
        };
        (
            ty,
            Parameter {
                name,
                ty,
                line,
                is_named,
            },
        )
    }
}
