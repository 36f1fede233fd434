/**
 * JMH benchmarks of what every request and every file of a layer passes through. They run on the class path, so that
 * they reach classes which a module does not export. {@code jfs bench micro} runs them.
 */
@NullMarked
package io.jfs.bench.micro;

import org.jspecify.annotations.NullMarked;
