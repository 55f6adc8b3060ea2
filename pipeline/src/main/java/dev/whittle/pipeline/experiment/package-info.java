/** Experiments as their files declare them, how they are run, and what they find. */
package dev.whittle.pipeline.experiment;
