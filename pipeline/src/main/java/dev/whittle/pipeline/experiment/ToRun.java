package dev.whittle.pipeline.experiment;

import dev.whittle.feature.Run;

/** Reports the steps within a run of a cell to the progress listener of the {@link Run}. */
record ToRun(Run run) implements ComparisonListener {
    @Override
    public void step(String stage, long done, long total) {
        run.progress(stage, done, total);
    }

    @Override
    public void iteration(int iteration, double objective, double accuracy) {
        run.iteration(iteration, objective, accuracy);
    }

    @Override
    public void warning(String text) {
        run.warn(text);
    }
}
