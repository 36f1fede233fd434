package io.jfs.driver.fuseunion.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ForgottenNodesTest {
    private final AtomicInteger known = new AtomicInteger();
    private final AtomicInteger collected = new AtomicInteger();
    private final ForgottenNodes forgotten = new ForgottenNodes(known::get, collected::incrementAndGet);

    private void forget(int nodes) {
        for (int i = 0; i < nodes; i++) {
            known.decrementAndGet();
            forgotten.oneMore();
        }
    }

    @Test
    void a_few_are_not_worth_it() {
        known.set(1_000_000);
        forget(ForgottenNodes.LEAST);
        assertThat(collected).hasValue(0);
    }

    @Test
    void what_is_not_collected_is_never_more_than_what_is_known_and_a_little() {
        known.set(1_000_000);
        forget(1_000_000);
        assertThat(collected.get()).isBetween(4, 6);
        known.set(0);
        forget(ForgottenNodes.LEAST);
        assertThat(collected.get()).isBetween(5, 7);
    }
}
