//! Processes a list with several threads.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc;
use std::thread;

use anyhow::Result;

/// Calls `work` for each item, with the number of the thread that does it, and `done` on this thread
/// for each result as it arrives. The results are in the order of the items. After an error no new
/// item is started.
pub fn run<T: Sync, R: Send>(
    items: &[T],
    threads: usize,
    work: impl Fn(&T, usize) -> Result<R> + Sync,
    mut done: impl FnMut(&T, &R),
) -> Result<Vec<R>> {
    let next = AtomicUsize::new(0);
    let (sender, receiver) = mpsc::channel();
    thread::scope(|scope| {
        for thread in 0..threads {
            let (sender, next, work) = (sender.clone(), &next, &work);
            scope.spawn(move || {
                loop {
                    let index = next.fetch_add(1, Ordering::Relaxed);
                    let Some(item) = items.get(index) else { break };
                    let result = work(item, thread);
                    if result.is_err() {
                        next.store(items.len(), Ordering::Relaxed);
                    }
                    if sender.send((index, result)).is_err() {
                        break;
                    }
                }
            });
        }
        drop(sender);
        let mut results = Vec::new();
        for (index, result) in receiver {
            let result = result?;
            done(&items[index], &result);
            results.push((index, result));
        }
        results.sort_by_key(|(index, _)| *index);
        Ok(results.into_iter().map(|(_, result)| result).collect())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_are_in_the_order_of_the_items() {
        let items: Vec<usize> = (0..50).collect();
        let mut seen = 0;
        let doubled = run(&items, 4, |item, _| Ok(item * 2), |_, _| seen += 1).unwrap();
        assert_eq!(doubled, (0..100).step_by(2).collect::<Vec<_>>());
        assert_eq!(seen, items.len());
    }

    #[test]
    fn an_error_stops_the_work() {
        let items: Vec<usize> = (0..50).collect();
        let worked = AtomicUsize::new(0);
        let result = run(
            &items,
            1,
            |&item, _| {
                worked.fetch_add(1, Ordering::Relaxed);
                anyhow::ensure!(item < 3, "the disk is full");
                Ok(())
            },
            |_, ()| {},
        );
        assert_eq!(result.unwrap_err().to_string(), "the disk is full");
        assert_eq!(worked.into_inner(), 4);
    }
}
