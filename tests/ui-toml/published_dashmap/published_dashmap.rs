//! A reference into a `DashMap`, forbidden by one table of many in a file of full size.

use std::sync::Arc;

use dashmap::DashMap;

async fn send(_value: u64) {}

struct Store {
    regions: Arc<DashMap<u64, u64>>,
}

impl Store {
    async fn held_in_a_binding(&self) -> Option<u64> {
        let region = self.regions.get(&1)?; //~ await_holding_lock
        send(*region).await;
        Some(*region)
    }

    async fn held_through_if_let(&self) {
        if let Some(region) = self.regions.get(&1) {
            //~^ await_holding_lock
            send(*region).await;
        }
    }

    async fn copied_out(&self) {
        let region = self.regions.get(&1).map(|region| *region);
        send(region.unwrap_or_default()).await;
    }

    async fn dropped_with_its_block(&self) {
        let region = {
            let region = self.regions.get(&1).unwrap();
            *region + 1
        };
        send(region).await;
    }

    async fn the_map_itself_may_be_held(&self) {
        let regions = Arc::clone(&self.regions);
        send(1).await;
        regions.remove(&1);
    }
}
