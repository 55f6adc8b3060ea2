/** Features, and what learns from them, on Apache Spark: the same chunks as on one machine, and the same bits. */
package dev.whittle.spark;
