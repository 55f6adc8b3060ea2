/** JMH benchmarks. Each says what it measures, in which unit, and the bytes and operations that takes. */
package dev.whittle.benchmarks;
