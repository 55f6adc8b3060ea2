package dev.whittle.pipeline.experiment;

import dev.whittle.classify.Convergence;
import dev.whittle.feature.Progress;
import java.util.ArrayList;
import java.util.List;

/** Records the learning curve of a training and passes all reports on. */
final class Curve implements Progress {

    private final Progress listener;
    private final List<CurvePoint> points = new ArrayList<>();

    Curve(Progress listener) {
        this.listener = listener;
    }

    @Override
    public void step(String stage, long done, long total) {
        listener.step(stage, done, total);
    }

    @Override
    public void iteration(int iteration, double objective, double accuracy) {
        if (iteration == 1) {
            // The iterations before belong to a fit that diverged. Another candidate is fitted now.
            points.clear();
        }
        points.add(new CurvePoint(iteration, objective, accuracy));
        listener.iteration(iteration, objective, accuracy);
    }

    @Override
    public void warning(String text) {
        // The result of the cell has the convergence itself, of which the report warns.
        if (!Convergence.isWarning(text)) {
            listener.warning(text);
        }
    }

    List<CurvePoint> points() {
        return points;
    }
}
