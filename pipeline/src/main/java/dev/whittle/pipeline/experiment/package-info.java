/** Experiments as their files declare them. */
package dev.whittle.pipeline.experiment;
