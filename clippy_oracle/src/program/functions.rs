//! Async functions of the program's own: free ones, methods, those of traits, and generic ones.

use super::Generator;
use super::Returns;
use super::flow::State;
use super::shapes::Shape;
use super::types::Ty;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Form {
    Free,
    /// A method that takes `self`, of the type or of a trait.
    Inherent,
    OfTrait,
    /// The default body of a trait's method, where the type of `self` is not known.
    Default,
    /// The type of the first parameter is a parameter, too.
    Generic,
}

const FORMS: [(usize, Form); 5] = [
    (4, Form::Free),
    (2, Form::Inherent),
    (1, Form::OfTrait),
    (1, Form::Default),
    (2, Form::Generic),
];

/// What is needed to call a function.
pub(super) struct Function {
    path: String,
    parameters: Vec<Ty>,
}

/// A parameter, by what is known of it in the body.
struct Parameter {
    name: &'static str,
    ty: Ty,
    line: u32,
    is_named: bool,
}

impl Generator {
    /// The value that an async function returns, which gets some guards.
    pub(super) fn awaited(&mut self, ty: Ty) {
        let line = self.next();
        self.lines_of("{", &format!("put({line}, {{"));
        let function = self.function(Returns::Guard);
        if ty == Ty::Guard {
            self.call_awaited(&function);
        } else {
            self.line("let _ =");
            self.call_awaited(&function);
            self.line(";");
            self.expression(ty);
        }
        self.lines_of("}", "})");
    }

    /// Calls an async function of its own and awaits it.
    pub(super) fn call_function(&mut self) {
        self.line("{");
        let function = self.function(Returns::Unit);
        self.call_awaited(&function);
        self.line("; }");
    }

    fn call_awaited(&mut self, function: &Function) {
        let path = &function.path;
        let opened = self.lines.len();
        self.lines_of(&format!("{path}("), &format!("point(AWAIT, {path}("));
        self.arguments(function);
        self.await_(opened, ")");
    }

    /// A call that is not awaited. Its future owns the arguments, and is at `line`.
    pub(super) fn call_stored(&mut self, function: &Function, line: u32) {
        self.line(&format!("{}(", function.path));
        let places = self.arguments(function);
        self.lines_of(")", &format!(").moved(&{places:?}, {line})"));
    }

    /// The arguments, and where each was.
    fn arguments(&mut self, function: &Function) -> Vec<u32> {
        let mut places = Vec::new();
        for &parameter in &function.parameters {
            places.push(self.next());
            self.expression(parameter);
            self.line(",");
        }
        places
    }

    /// An item, which can be wherever a statement can be.
    pub(super) fn function(&mut self, returns: Returns) -> Function {
        let number = self.next();
        let form = self.choices.weighted(&FORMS);
        let (head, path) = match form {
            Form::Free => ("async fn", ""),
            Form::Inherent => ("impl Both { async fn", "Both::"),
            Form::OfTrait => ("impl Tnumber for Both { async fn", "Tnumber::"),
            Form::Default => ("trait Tnumber: Owns + Sized { async fn", "Tnumber::"),
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
            Form::Inherent => Shape::Method,
            Form::OfTrait => Shape::MethodOfTrait,
            Form::Default => Shape::DefaultMethod,
            Form::Generic => Shape::GenericFunction,
        });
        let parameters = self.in_body(returns, |this| {
            this.line(&format!("{head} f{number}{generics}("));
            this.signature_and_body(form, returns, number)
        });
        Function {
            path: format!("{path}f{number}"),
            parameters,
        }
    }

    /// All but the head of a function. Returns the types of the arguments.
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
        let settled: String = (parameters.iter())
            .map(|parameter| {
                let prefix = if parameter.is_named { "" } else { "_" };
                format!(" at(&{prefix}{}, {});", parameter.name, parameter.line)
            })
            .collect();
        self.lines_of(
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
            Form::Inherent => drop(self.line("} }")),
            Form::Default => drop(self.line(&format!("}} }} impl T{number} for Both {{}}"))),
            Form::OfTrait => {
                let [linted, run] = [0, 1].map(|text| {
                    let more: String = (arguments[1..].iter())
                        .map(|ty| format!(", _: {}", ty.names()[text]))
                        .collect();
                    format!("}} }} trait T{number} {{ async fn f{number}(self{more}){returned}; }}")
                });
                self.lines_of(&linted, &run);
            }
        }
        arguments
    }

    /// Writes a parameter. Returns the type of the argument as well.
    fn parameter(&mut self, form: Form, index: usize) -> (Ty, Parameter) {
        let name = ["p", "q"][index];
        let argument = self.choices.weighted(&Ty::MADE);
        if index == 0 {
            let (argument, name, ty, text) = match form {
                Form::Generic => (argument, name, Ty::Parameter, "mut p: T,"),
                Form::Inherent | Form::OfTrait => (Ty::Both, "self", Ty::Both, "mut self,"),
                Form::Default => (Ty::Both, "self", Ty::Parameter, "mut self,"),
                Form::Free => return self.named_or_not(name, argument),
            };
            // What the type stands for is not known there.
            let line = self.line(text);
            let line = if ty == Ty::Parameter { 0 } else { line };
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
        self.named_or_not(name, argument)
    }

    fn named_or_not(&mut self, name: &'static str, ty: Ty) -> (Ty, Parameter) {
        let [linted, run] = ty.names();
        let is_named = self.choices.below(8) != 7;
        let line = if is_named {
            self.lines_of(
                &format!("mut {name}: {linted},"),
                &format!("mut {name}: {run},"),
            )
        } else {
            self.note(Shape::UnnamedParameter);
            self.lines_of(&format!("_: {linted},"), &format!("_{name}: {run},"))
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
