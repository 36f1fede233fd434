package io.jfs.driver.fuseunion.server;

/** Something that a thread does. */
interface StressStep {
    void run() throws Exception;
}
