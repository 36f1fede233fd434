package io.jfs.fuse.transport;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class ActiveWaitTest {
    private static final int SLEPT_FOR = 100;
    private static final int FOUND = 40;

    private long now;
    private long nanosPerLook = 1000;
    private int looks;
    private boolean comesAtOnce;
    private final ActiveWait wait = new ActiveWait(this::look, () -> SLEPT_FOR, () -> now);

    private int look() {
        looks++;
        now += nanosPerLook;
        return comesAtOnce ? FOUND : 0;
    }

    private int looksOfOneWait() throws Exception {
        int before = looks;
        wait.read();
        return looks - before;
    }

    @Test
    void requestThatIsThereIsTakenWithoutSleeping() throws Exception {
        comesAtOnce = true;

        assertThat(wait.read()).isEqualTo(FOUND);
        assertThat(looks).isEqualTo(1);
    }

    @Test
    void sleepsWhenNothingComesForALimitedTime() throws Exception {
        assertThat(wait.read()).isEqualTo(SLEPT_FOR);
        assertThat(looks).isEqualTo((int) (ActiveWait.LIMIT_NANOS / nanosPerLook));
    }

    @Test
    void someVainWaitsStopTheLookingForAWhile() throws Exception {
        for (int i = 0; i < ActiveWait.VAIN_WAITS; i++) {
            assertThat(looksOfOneWait()).isPositive();
        }

        assertThat(looksOfOneWait()).isZero();

        now += ActiveWait.REST_NANOS;
        assertThat(looksOfOneWait()).isPositive();
    }

    @Test
    void vainWaitsBetweenOthersDoNotStopIt() throws Exception {
        for (int i = 0; i < 10 * ActiveWait.VAIN_WAITS; i++) {
            comesAtOnce = i % 2 == 0;

            assertThat(looksOfOneWait()).isPositive();
        }
    }

    @Test
    void beingKeptFromTheProcessorStopsItForMuchLonger() throws Exception {
        nanosPerLook = 3 * ActiveWait.KEPT_NANOS;
        assertThat(looksOfOneWait()).isEqualTo(1);

        now += nanosPerLook * (ActiveWait.REST_FACTOR - 1);
        assertThat(looksOfOneWait()).isZero();

        now += nanosPerLook;
        assertThat(looksOfOneWait()).isPositive();
    }
}
