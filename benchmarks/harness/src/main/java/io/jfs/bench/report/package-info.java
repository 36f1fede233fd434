/** Results as tables, CSV, Markdown, JMH's JSON and a page. */
@NullMarked
package io.jfs.bench.report;

import org.jspecify.annotations.NullMarked;
