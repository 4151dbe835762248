//! The grammar of the programs. A program is a sequence of blocks with one guard each. The guard, its
//! uses and what surrounds the `await` are chosen at random, the same in every run.

use clippy_oracle::choices::Choices;

const SEED: u64 = 1;

/// A module with `count` programs and the function `run_all`.
pub fn programs(count: u64) -> String {
    let mut module = String::from("use tracing::info_span;\n\nuse crate::*;\n");
    let mut calls = String::new();
    for number in 0..count {
        module += &program(number);
        calls += &format!("    run(\"program_{number}\", program_{number});\n");
    }
    module + "\npub fn run_all() {\n" + &calls + "}\n"
}

fn program(number: u64) -> String {
    let mut choices = Choices::random(SEED, number);
    let mut body = String::new();
    for block in 0..=choices.below(3) {
        body += &format!("    // program {number}, block {block}\n");
        let block = match choices.below(6) {
            0 | 1 => span(&mut choices),
            2 | 3 => lock(&mut choices),
            _ => temporary(&mut choices),
        };
        body += &indent(&block);
    }
    format!(
        "\nasync fn program_{number}(world: &World) -> Result<u32, Failed> {{\n    \
         let mut sum = {number};\n{body}    Ok(sum)\n}}\n"
    )
}

/// A number for the text of a program.
fn number(choices: &mut Choices) -> usize {
    choices.below(20)
}

fn indent(block: &str) -> String {
    block.lines().map(|line| format!("    {line}\n")).collect()
}

/// The statement, sometimes with a comment.
fn commented(choices: &mut Choices, statement: &str) -> String {
    match choices.below(4) {
        0 => format!("// before {}\n{statement}\n", number(choices)),
        1 => format!("{statement} // after {}\n", number(choices)),
        _ => format!("{statement}\n"),
    }
}

/// A statement without side effects.
fn quiet(choices: &mut Choices) -> String {
    let statement = choices.pick(&[
        "sum = quiet(sum);",
        "let _copy = sum;",
        "let flag = sum > 3; if flag { sum = quiet(sum); }",
        "let text = String::new(); drop(text);",
    ]);
    commented(choices, statement)
}

/// A statement with side effects, mostly ones that the output shows.
fn noisy(choices: &mut Choices) -> String {
    let statement = match choices.below(4) {
        0 => format!("step({});", number(choices)),
        1 => format!("tracing::info!(\"event {}\");", number(choices)),
        2 => format!("let _loud = Loud({});", number(choices)),
        _ => format!("sum += {};", number(choices)),
    };
    commented(choices, &statement)
}

/// A statement or none.
fn optional(choices: &mut Choices) -> String {
    match choices.below(6) {
        0 => noisy(choices),
        1 | 2 => quiet(choices),
        _ => String::new(),
    }
}

/// Statements with an `await`.
fn awaiting(choices: &mut Choices) -> String {
    let n = number(choices);
    let statement = match choices.below(13) {
        0 => "sum = fetch(sum).await?;".to_owned(),
        1 => "sum = reply(sum).await?.into_parts().0;".to_owned(),
        2 => "let (head, _) = reply(sum).await?.into_parts();\nsum = head;".to_owned(),
        3 => "fetch(sum)\n    .await?;".to_owned(),
        4 => format!(
            "match fetch({n}).await {{\n    Ok(n) => sum = n,\n    Err(_) => return Err(Failed),\n}}"
        ),
        5 => format!("if sum > {n} {{\n    pause({n}).await;\n}}"),
        6 => format!("for n in 0..2 {{\n    pause(n).await;\n    step({n});\n}}"),
        7 => "sum = request(sum).await;".to_owned(),
        8 => format!("loud({n}).await;"),
        9 => format!("sum = fetch({n}).await.unwrap_or({n});"),
        10 => "let future = fetch(sum);\nsum = future.await?;".to_owned(),
        11 => format!("let Reply {{ head, body }} = reply({n}).await?;\nsum = head;\ndrop(body);"),
        _ => format!("pause({n}).await;"),
    };
    commented(choices, &statement)
}

fn span(choices: &mut Choices) -> String {
    let name = format!("span {}", number(choices));
    let guard = match choices.below(6) {
        0 => format!("let span = info_span!(\"{name}\");\nlet _guard = span.enter();"),
        1 => format!("let span = info_span!(\"{name}\");\nlet _guard = span.entered();"),
        2 => format!("let _guard = info_span!(\"{name}\").entered();"),
        3 => "let _guard = world.span.enter();".to_owned(),
        4 => "let span = &world.span;\nlet _guard = span.enter();".to_owned(),
        _ => "let _guard = world.span.clone().entered();".to_owned(),
    };
    let guard = commented(choices, &guard);
    let before = optional(choices);
    let awaiting = awaiting(choices);
    let after = optional(choices);
    let more = match choices.below(6) {
        0 => self::awaiting(choices),
        _ => String::new(),
    };
    let inside = indent(&format!("{guard}{before}{awaiting}{after}{more}"));
    match choices.below(4) {
        0 => format!("for _ in 0..2 {{\n{inside}}}\n"),
        1 => format!("sum = {{\n{inside}    sum\n}};\n"),
        2 => format!(
            "{{\n    let span = info_span!(\"outer\");\n    let _guard = span.enter();\n    \
             {}}}\n{{\n{inside}}}\n",
            "sum = fetch(sum).await?;\n"
        ),
        _ => format!("{{\n{inside}}}\n"),
    }
}

fn lock(choices: &mut Choices) -> String {
    let (guard, taken, uses): (_, _, &[&str]) = match choices.below(5) {
        0 => (
            "let mut guard = world.numbers.lock().unwrap();",
            "guard.len()",
            &[
                "guard.push(sum);",
                "sum = guard.len() as u32;",
                "let first = guard.first().copied();\nsum = first.unwrap_or(1);",
                "let first = guard.first();\nsum = first.map_or(0, |first| *first);",
                "for n in guard.iter_mut() {\n    *n = quiet(*n);\n}",
                "sum = guard[0];",
                "println!(\"{:?}\", *guard);",
                "let number = guard.len() as u32;",
                "let pointer = &raw const guard[0];\nsum = unsafe { *pointer };",
            ],
        ),
        1 => (
            "let mut guard = world.fast.lock();",
            "(guard.len())",
            &[
                "guard.push(sum);",
                "guard.clear();",
                "sum = guard.iter().sum();",
            ],
        ),
        2 => (
            "let mut guard = world.total.borrow_mut();",
            "*guard as usize",
            &[
                "*guard = sum;",
                "*guard += 1;",
                "let copy = *guard;\nsum = copy;",
            ],
        ),
        3 => (
            "let guard = world.names.read().unwrap();",
            "guard[0].clone().len()",
            &[
                "let names = guard.clone();\nsum = names.len() as u32;",
                "let longest = guard.iter().map(|name| name.len()).max();\nsum += longest.unwrap_or(0) as u32;",
                "if guard.is_empty() {\n    return Ok(sum);\n}",
            ],
        ),
        _ => (
            "let guard = world.total.borrow();",
            "(*guard) as usize",
            &[
                "sum = *guard;",
                "println!(\"{}\", *guard);",
                "let _ = guard.checked_add(sum);",
            ],
        ),
    };
    // Declared in front of a use, and used after the `await`.
    let (declared, later) = match choices.below(6) {
        0 => ("let kept = quiet(sum);", "sum += kept;"),
        1 => ("let mut kept = 0;\nkept += sum;", "sum += kept;"),
        _ => ("", ""),
    };
    let mut inside = String::from(declared) + "\n";
    for _ in 0..choices.below(3) {
        let usage = choices.pick(uses);
        inside += &commented(choices, usage);
    }
    inside += &optional(choices);
    inside += &match choices.below(3) {
        0 => commented(choices, &format!("sum = send(sum, {taken}).await;")),
        _ => awaiting(choices),
    };
    inside += later;
    inside += "\n";
    if choices.below(4) == 0 {
        let usage = choices.pick(uses);
        inside += &commented(choices, usage);
    }
    inside += &optional(choices);
    let inside = match choices.below(5) {
        0 => format!(
            "{guard}\nsum = async move {{\n    let mut sum = sum;\n{}    Ok::<u32, Failed>(sum)\n}}\n.await?;\n",
            indent(&inside)
        ),
        _ => commented(choices, guard) + &inside,
    };
    let inside = match choices.below(8) {
        0 => inside.replace("guard", "r#fn"),
        1 => format!("let drop = drop::<String>;\n{inside}"),
        _ => inside,
    };
    let inside = indent(&inside);
    match choices.below(4) {
        0 => format!("for _ in 0..2 {{\n{inside}}}\n"),
        1 => format!("if sum < 100 {{\n{inside}}}\n"),
        _ => format!("{{\n{inside}}}\n"),
    }
}

fn temporary(choices: &mut Choices) -> String {
    let n = number(choices);
    let value = choices.pick(&[
        "world.numbers.lock().unwrap().len()",
        "world.fast.lock().len()",
        "world.names.read().unwrap().len()",
        "world.names.read().unwrap()[0].clone().len()",
        "*world.total.borrow() as usize",
    ]);
    let option = choices.pick(&[
        "world.numbers.lock().unwrap().pop()",
        "world.fast.lock().pop()",
        "world.numbers.lock().unwrap().first().copied()",
        "Some(*world.total.borrow())",
    ]);
    let vector = choices.pick(&[
        "world.numbers.lock().unwrap().clone()",
        "world.fast.lock().to_vec()",
        "std::mem::take(&mut *world.fast.lock())",
    ]);
    let statement = match choices.below(16) {
        0 => format!("sum = send(sum, {value}).await;"),
        1 => format!("let sent = send(quiet({n}), {value}).await;\nsum += sent;"),
        2 => format!("match {value} {{\n    {n} => pause({n}).await,\n    _ => pause(1).await,\n}}"),
        3 => format!("if let Some(number) = {option} {{\n    sum = send(number, {n}).await;\n}}"),
        4 => "while let Some(number) = world.fast.lock().pop() {\n    sum += fetch(number).await?;\n}".to_owned(),
        5 => format!("for number in {vector} {{\n    pause(number).await;\n}}"),
        6 => format!("match {option} {{\n    Some(number) => sum = send(number, 1).await,\n    None => step({n}),\n}}"),
        7 => format!("if {value} == {n} || sum == {{ pause(1).await; {n} }} {{\n    step({n});\n}}"),
        8 => format!("sum = (async || send(sum, ({value})).await)().await;"),
        9 => format!("sum = (async |n: u32| match {value} {{\n    {n} => n,\n    found => send(n, found).await,\n}})(sum).await;"),
        10 => format!("match sum {{\n    {n} => {{}}\n    n => sum = send(n, {value}).await,\n}}"),
        11 => "sum = scale(&world.config.lock().unwrap().clone(), sum).await;".to_owned(),
        12 => "sum = scale(&std::sync::Arc::clone(&*world.config.lock().unwrap()), sum).await;".to_owned(),
        13 => "sum = world.config.lock().unwrap().clone().scale(sum).await;".to_owned(),
        14 => "{\n    let guard = world.config.lock().unwrap();\n    sum = scale(&guard.clone(), sum).await;\n}".to_owned(),
        _ => format!(
            "match world.names.write().unwrap().pop() {{\n    \
             Some(name) => sum = send({n}, name.len()).await,\n    None => {{}}\n}}"
        ),
    };
    commented(choices, &statement)
}
