/** What a paper says of an experiment: the parts that it used, with their equations and papers. */
package dev.whittle.pipeline.method;
