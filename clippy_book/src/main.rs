//! `./x book`: builds the book. `--bless` updates the generated parts of its sources first.

#![feature(rustc_private)]

extern crate rustc_driver as _;

use std::env;
use std::process::ExitCode;

use anyhow::{Result, bail};

fn main() -> ExitCode {
    let args: Vec<String> = env::args().skip(1).collect();
    match run(&args) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(args: &[String]) -> Result<()> {
    match args {
        [] => {}
        [flag] if flag == "--bless" => {
            for page in clippy_book::generated::stale()? {
                page.write()?;
                println!("wrote {}", page.file.display());
            }
            for file in clippy_book::examples::Run::new()?.bless()? {
                println!("wrote {}", file.display());
            }
        }
        _ => bail!("usage: ./x book [--bless]"),
    }
    let to = clippy_book::root().join("target/book");
    clippy_book::render(&to)?;
    println!("{}", to.join("index.html").display());
    Ok(())
}
