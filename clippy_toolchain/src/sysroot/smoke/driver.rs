//! A minimal driver like ours: prints every type that a coroutine stores across an `await` point, one
//! a line.
//!
//! `clippy_toolchain` compiles, links and runs it to check a sysroot that it has just built.

#![feature(rustc_private)]

extern crate rustc_driver;
extern crate rustc_interface;
extern crate rustc_middle;

use rustc_driver::{Callbacks, Compilation};
use rustc_interface::interface::Compiler;
use rustc_middle::ty::TyCtxt;

struct PrintHeld;

impl Callbacks for PrintHeld {
    fn after_analysis<'tcx>(&mut self, _: &Compiler, tcx: TyCtxt<'tcx>) -> Compilation {
        for def_id in tcx
            .hir_body_owners()
            .filter(|id| tcx.is_coroutine(id.to_def_id()))
        {
            let layout = tcx
                .mir_coroutine_witnesses(def_id)
                .expect("a coroutine has witnesses");
            for saved in &layout.field_tys {
                println!("{}", saved.ty);
            }
        }
        Compilation::Stop
    }
}

fn main() {
    let args: Vec<String> = std::env::args().collect();
    rustc_driver::run_compiler(&args, &mut PrintHeld);
}
