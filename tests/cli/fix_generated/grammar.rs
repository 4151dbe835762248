//! The grammar. A program is a sequence of blocks, each with one guard; which one, what is done
//! with it, and what is around the `await`, is drawn by lot, the same in each run.

/// A generator of numbers that look random.
struct Dice(u64);

impl Dice {
    /// A number below `sides`.
    fn roll(&mut self, sides: usize) -> usize {
        // The constants of Knuth's MMIX; the high bits are the better ones.
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % sides
    }

    fn pick<'a>(&mut self, choices: &[&'a str]) -> &'a str {
        choices[self.roll(choices.len())]
    }

    fn number(&mut self) -> usize {
        self.roll(20)
    }
}

/// A module with `number` programs and `run_all`.
pub fn programs(number: u64) -> String {
    let mut module = String::from(
        "use tracing::info_span;\n\n\
         use crate::*;\n",
    );
    let mut calls = String::new();
    for seed in 0..number {
        module += &program(seed);
        calls += &format!("    run(\"program_{seed}\", program_{seed});\n");
    }
    module + "\npub fn run_all() {\n" + &calls + "}\n"
}

fn program(seed: u64) -> String {
    let mut dice = Dice(seed);
    // The first numbers of neighbouring seeds are alike.
    for _ in 0..8 {
        dice.roll(2);
    }
    let mut body = String::new();
    for block in 0..=dice.roll(3) {
        body += &format!("    // program {seed}, block {block}\n");
        let block = match dice.roll(5) {
            0 | 1 => spans(&mut dice),
            2 | 3 => locks(&mut dice),
            _ => temporaries(&mut dice),
        };
        body += &indent(&block);
    }
    format!(
        "\nasync fn program_{seed}(world: &World) -> Result<u32, Failed> {{\n    \
         let mut sum = {seed};\n{body}    Ok(sum)\n}}\n"
    )
}

fn indent(block: &str) -> String {
    block.lines().map(|line| format!("    {line}\n")).collect()
}

/// A statement of the line `line`, sometimes with a comment.
fn line(dice: &mut Dice, line: &str) -> String {
    match dice.roll(4) {
        0 => format!("// before {}\n{line}\n", dice.number()),
        1 => format!("{line} // behind {}\n", dice.number()),
        _ => format!("{line}\n"),
    }
}

/// A statement that does nothing that could be seen from outside.
fn quiet(dice: &mut Dice) -> String {
    let statement = dice.pick(&[
        "sum = quiet(sum);",
        "let _copy = sum;",
        "let flag = sum > 3; if flag { sum = quiet(sum); }",
        "let text = String::new(); drop(text);",
    ]);
    line(dice, statement)
}

/// A statement that others see.
fn noisy(dice: &mut Dice) -> String {
    let statement = match dice.roll(4) {
        0 => format!("step({});", dice.number()),
        1 => format!("tracing::info!(\"event {}\");", dice.number()),
        2 => format!("let _loud = Loud({});", dice.number()),
        _ => format!("sum += {};", dice.number()),
    };
    line(dice, &statement)
}

fn some(dice: &mut Dice) -> String {
    match dice.roll(6) {
        0 => noisy(dice),
        1 | 2 => quiet(dice),
        _ => String::new(),
    }
}

/// A statement with an `await`, of a future that is made of `sum`.
fn awaiting(dice: &mut Dice) -> String {
    let n = dice.number();
    let statement = match dice.roll(13) {
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
    line(dice, &statement)
}

fn spans(dice: &mut Dice) -> String {
    let name = format!("span {}", dice.number());
    let guard = match dice.roll(6) {
        0 => format!("let span = info_span!(\"{name}\");\nlet _guard = span.enter();"),
        1 => format!("let span = info_span!(\"{name}\");\nlet _guard = span.entered();"),
        2 => format!("let _guard = info_span!(\"{name}\").entered();"),
        3 => "let _guard = world.span.enter();".to_owned(),
        4 => "let span = &world.span;\nlet _guard = span.enter();".to_owned(),
        _ => "let _guard = world.span.clone().entered();".to_owned(),
    };
    let guard = line(dice, &guard);
    let before = some(dice);
    let awaiting = awaiting(dice);
    let behind = some(dice);
    let more = match dice.roll(6) {
        0 => self::awaiting(dice),
        _ => String::new(),
    };
    let inside = indent(&format!("{guard}{before}{awaiting}{behind}{more}"));
    match dice.roll(4) {
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

fn locks(dice: &mut Dice) -> String {
    let (guard, uses): (_, &[&str]) = match dice.roll(5) {
        0 => (
            "let mut guard = world.numbers.lock().unwrap();",
            &[
                "guard.push(sum);",
                "sum = guard.len() as u32;",
                "let first = guard.first().copied();\nsum = first.unwrap_or(1);",
                "let first = guard.first();\nsum = first.map_or(0, |first| *first);",
                "for n in guard.iter_mut() {\n    *n = quiet(*n);\n}",
                "sum = guard[0];",
                "println!(\"{guard:?}\");",
            ],
        ),
        1 => (
            "let mut guard = world.fast.lock();",
            &[
                "guard.push(sum);",
                "guard.clear();",
                "sum = guard.iter().sum();",
            ],
        ),
        2 => (
            "let mut guard = world.total.borrow_mut();",
            &[
                "*guard = sum;",
                "*guard += 1;",
                "let copy = *guard;\nsum = copy;",
            ],
        ),
        3 => (
            "let guard = world.names.read().unwrap();",
            &[
                "let names = guard.clone();\nsum = names.len() as u32;",
                "let longest = guard.iter().map(|name| name.len()).max();\nsum += longest.unwrap_or(0) as u32;",
                "if guard.is_empty() {\n    return Ok(sum);\n}",
            ],
        ),
        _ => (
            "let guard = world.total.borrow();",
            &[
                "sum = *guard;",
                "println!(\"{}\", *guard);",
                "let _ = guard.checked_add(sum);",
            ],
        ),
    };
    let mut inside = line(dice, guard);
    for _ in 0..dice.roll(3) {
        let usage = dice.pick(uses);
        inside += &line(dice, usage);
    }
    inside += &some(dice);
    inside += &awaiting(dice);
    if dice.roll(4) == 0 {
        let usage = dice.pick(uses);
        inside += &line(dice, usage);
    }
    inside += &some(dice);
    let inside = indent(&inside);
    match dice.roll(4) {
        0 => format!("for _ in 0..2 {{\n{inside}}}\n"),
        1 => format!("if sum < 100 {{\n{inside}}}\n"),
        _ => format!("{{\n{inside}}}\n"),
    }
}

fn temporaries(dice: &mut Dice) -> String {
    let n = dice.number();
    let value = dice.pick(&[
        "world.numbers.lock().unwrap().len()",
        "world.fast.lock().len()",
        "world.names.read().unwrap().len()",
        "world.names.read().unwrap()[0].clone().len()",
        "*world.total.borrow() as usize",
    ]);
    let option = dice.pick(&[
        "world.numbers.lock().unwrap().pop()",
        "world.fast.lock().pop()",
        "world.numbers.lock().unwrap().first().copied()",
        "Some(*world.total.borrow())",
    ]);
    let vector = dice.pick(&[
        "world.numbers.lock().unwrap().clone()",
        "world.fast.lock().to_vec()",
        "std::mem::take(&mut *world.fast.lock())",
    ]);
    let statement = match dice.roll(9) {
        0 => format!("sum = send(sum, {value}).await;"),
        1 => format!("let sent = send(quiet({n}), {value}).await;\nsum += sent;"),
        2 => format!("match {value} {{\n    {n} => pause({n}).await,\n    _ => pause(1).await,\n}}"),
        3 => format!("if let Some(number) = {option} {{\n    sum = send(number, {n}).await;\n}}"),
        4 => "while let Some(number) = world.fast.lock().pop() {\n    sum += fetch(number).await?;\n}".to_owned(),
        5 => format!("for number in {vector} {{\n    pause(number).await;\n}}"),
        6 => format!("match {option} {{\n    Some(number) => sum = send(number, 1).await,\n    None => step({n}),\n}}"),
        7 => format!("if {value} == {n} || sum == {{ pause(1).await; {n} }} {{\n    step({n});\n}}"),
        _ => format!(
            "match world.names.write().unwrap().pop() {{\n    \
             Some(name) => sum = send({n}, name.len()).await,\n    None => {{}}\n}}"
        ),
    };
    line(dice, &statement)
}
