/** Experiments as their files declare them, their runs and their results. */
package dev.whittle.pipeline.experiment;
