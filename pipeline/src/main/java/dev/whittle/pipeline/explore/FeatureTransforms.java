package dev.whittle.pipeline.explore;

import dev.whittle.feature.Run;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A change of coordinates after which a line separates the classes. */
final class FeatureTransforms {
    private static final double[] GAPS = {0, 0.2, 0.4};
    private static final int POINTS = 121;

    private FeatureTransforms() {}

    static Chapter chapter(Run run) {
        return new Chapter("transforms", "Feature transforms", List.of(polar(run)));
    }

    private static Figure polar(Run run) {
        List<Figure.State> states = new ArrayList<>();
        for (double gap : GAPS) {
            PolarRing ring = PolarRing.of(gap, run);
            String reading = String.format(
                    Locale.ROOT,
                    "A linear classifier on x and y gets %.1f %% of the points right, on r and θ %.1f %%. Its line is"
                            + " r = %.3f − %.3f·θ.",
                    100 * ring.cartesianAccuracy(),
                    100 * ring.polarAccuracy(),
                    ring.radius(),
                    ring.slope());
            states.add(new Figure.State(List.of(plane(ring), polarPlane(ring)), reading.replace("− -", "+ ")));
        }
        return new Figure(
                "polar",
                "From x, y to r, θ",
                "r = √(x² + y²), θ = atan2(y, x)",
                "A disc in a ring cannot be separated by a line of the plane; in r and θ it can, and drawn back this"
                        + " line is a curve around the disc.",
                List.of(new Figure.Slider("gap between disc and ring", List.of("0", "0.2", "0.4"), 2)),
                states);
    }

    private static String plane(PolarRing ring) {
        double[] range = Plot.range(-2, 2);
        double[] x = new double[POINTS];
        double[] y = new double[POINTS];
        for (int i = 0; i < POINTS; i++) {
            double angle = -Math.PI + 2 * Math.PI * i / (POINTS - 1);
            double r = ring.radius() - ring.slope() * angle;
            x[i] = r * StrictMath.cos(angle);
            y[i] = r * StrictMath.sin(angle);
        }
        Plot plot = Plot.square(
                        "The points in the plane, with the line of the polar coordinates drawn back", range, range)
                .axes("x", "y")
                .line("soft", x, y);
        return Points.draw(plot, ring.points(), ring.labels()).svg();
    }

    private static String polarPlane(PolarRing ring) {
        double[] theta = {-Math.PI, Math.PI};
        Plot plot = Plot.square("The same points in polar coordinates", Plot.range(0, 2), Plot.range(-3.2, 3.2))
                .axes("r", "θ")
                .line(
                        "soft",
                        new double[] {ring.radius() - ring.slope() * theta[0], ring.radius() - ring.slope() * theta[1]},
                        theta);
        return Points.draw(plot, ring.polar(), ring.labels()).svg();
    }
}
