package dev.whittle.pipeline.explore;

import dev.whittle.classify.Samples;
import dev.whittle.classify.nn.NetworkClassifier;
import dev.whittle.feature.Run;
import dev.whittle.feature.table.Matrix;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** What more hidden units can do, and how underfitting and overfitting are seen. */
final class Capacity {
    private static final List<Integer> UNITS = List.of(3, 6, 20);
    private static final int EPOCHS = 1000;
    private static final double[] BOX = {-2.5, 2.5};
    private static final int CELLS = 44;
    private static final List<String> PARTS = List.of("training", "validation", "test");
    private static final List<String> STYLES = List.of("c0", "c1 dash", "c2 thin");

    private Capacity() {}

    static Chapter chapter(Run run) {
        Split split = Split.spiral(run);
        List<HiddenUnits> trained = UNITS.stream()
                .map(units -> HiddenUnits.of(units, EPOCHS, split, run))
                .toList();
        return new Chapter(
                "capacity",
                "Capacity",
                List.of(split(split), regions(trained, split, run), inThePage(trained.get(1), run), curves(trained)));
    }

    private static Figure split(Split split) {
        List<String> drawings = new ArrayList<>();
        for (int part = 0; part < 3; part++) {
            Samples samples = split.parts().get(part);
            String name = PARTS.get(part) + ": " + samples.size() + " points";
            Plot plot = Plot.small("The points for " + name, BOX, BOX);
            drawings.add(points(plot.axes("x · " + name, "y"), samples).svg());
        }
        int all = split.parts().stream().mapToInt(Samples::size).sum();
        int rest = all - split.test().size();
        String reading = String.format(
                Locale.ROOT,
                "Of %d points %d are for the test (%.0f %%). Of the other %d, %d are for validation (%.0f %%) and %d"
                        + " for training. The points of the second class are larger.",
                all,
                split.test().size(),
                100.0 * split.test().size() / all,
                rest,
                split.validation().size(),
                100.0 * split.validation().size() / rest,
                split.training().size());
        return Figure.still(
                "split",
                "Training, validation and test",
                "80 % to learn from, 20 % for the test; of the 80 %, again 20 % for validation",
                "All parts are from the same two arms of a spiral, and none has a point of another.",
                new Figure.State(drawings, reading));
    }

    /** Classes differ in colour and in size. */
    private static Plot points(Plot plot, Samples samples) {
        for (int label = 0; label < 2; label++) {
            Matrix points = Points.ofClass(samples.inMemory("A plot"), samples.labels(), label);
            plot.dots("c" + label, label == 0 ? 2 : 3.4, Points.column(points, 0), Points.column(points, 1));
        }
        return plot;
    }

    private static Figure regions(List<HiddenUnits> trained, Split split, Run run) {
        List<Figure.State> states = new ArrayList<>();
        for (int i = 0; i < UNITS.size(); i++) {
            HiddenUnits network = trained.get(i);
            double[][] border = new Contours(network.margins(BOX, CELLS + 1, run), BOX, BOX).level(0);
            Plot learned = Plot.square("Decision regions and the training points", BOX, BOX)
                    .axes("x · with training points", "y")
                    .regions(classes(network, run))
                    .line("ink thin", border[0], border[1]);
            Plot tested = Plot.square("The border of the regions and the test points", BOX, BOX)
                    .axes("x · with test points", "y")
                    .line("ink thin", border[0], border[1]);
            states.add(new Figure.State(
                    List.of(
                            points(learned, split.training()).svg(),
                            points(tested, split.test()).svg()),
                    String.format(
                            Locale.ROOT,
                            "With %d hidden units %.1f %% of the training points are classified correctly, %.1f %% of"
                                    + " the validation points and %.1f %% of the test points.",
                            UNITS.get(i),
                            100 * network.accuracy()[0][EPOCHS],
                            100 * network.accuracy()[1][EPOCHS],
                            100 * network.accuracy()[2][EPOCHS])));
        }
        return new Figure(
                "hidden-units",
                "Decision regions of 3, 6 and 20 hidden units",
                "s = W₂·tanh(W₁x + b₁) + b₂; the class is that of the larger score",
                "Three units cannot follow the arms of the spiral, six follow them roughly, and twenty lay the border"
                        + " around single training points too.",
                List.of(new Figure.Slider("hidden units", texts(), 1)),
                states);
    }

    private static Figure inThePage(HiddenUnits network, Run run) {
        double[][] border = new Contours(network.margins(BOX, CELLS + 1, run), BOX, BOX).level(0);
        Plot plot = Plot.square("Decision regions of six hidden units", BOX, BOX)
                .axes("x", "y")
                .regions(classes(network, run))
                .line("ink thin", border[0], border[1]);
        return new Figure(
                "units-in-the-page",
                "Try six hidden units",
                "h = tanh(W₁x + b₁), s = W₂h + b₂",
                "The network runs in the page: move the point, and see how far each hidden unit is from −1 and 1, and"
                        + " which score is the larger one.",
                List.of(),
                List.of(Figure.State.of(plot, "The ring marks the input.")),
                PageNetwork.of(
                        ((NetworkClassifier) network.classifier()).network(),
                        List.of("", "hidden units", "scores of the two classes"),
                        List.of("x", "y"),
                        BOX,
                        List.of(0, 0),
                        plot));
    }

    private static List<String> texts() {
        return UNITS.stream().map(Object::toString).toList();
    }

    private static int[][] classes(HiddenUnits network, Run run) {
        return Points.classes(network.classifier().scores(Points.grid(BOX, CELLS), run), CELLS);
    }

    private static Figure curves(List<HiddenUnits> trained) {
        int[] shown = IntStream.rangeClosed(0, 125).map(i -> i * EPOCHS / 125).toArray();
        double[] at = IntStream.of(shown).asDoubleStream().toArray();
        List<String> fits = List.of("underfits", "fits", "overfits");
        List<Figure.State> states = new ArrayList<>();
        for (int i = 0; i < UNITS.size(); i++) {
            HiddenUnits network = trained.get(i);
            int best = network.bestEpoch();
            Plot loss = Plot.of("The loss over the epochs", Plot.range(0, 1.04 * EPOCHS), Plot.range(0, 1.6))
                    .axes("epoch", "mean cross entropy");
            Plot right = Plot.of("The accuracy over the epochs", Plot.range(0, 1.04 * EPOCHS), Plot.range(0.4, 1.15))
                    .axes("epoch", "accuracy");
            for (int part = 0; part < 3; part++) {
                loss.line(STYLES.get(part), at, at(network.loss()[part], shown));
                right.line(STYLES.get(part), at, at(network.accuracy()[part], shown));
            }
            loss.dots("c1", 4, new double[] {best}, new double[] {network.loss()[1][best]});
            states.add(new Figure.State(
                    List.of(
                            loss.legend(STYLES, PARTS).svg(),
                            right.legend(STYLES, PARTS).svg()),
                    String.format(
                            Locale.ROOT,
                            "%d hidden units: after %,d epochs the loss is %.3f on training, %.3f on validation and"
                                    + " %.3f on test points. On validation points it was lowest after %d epochs, %.3f,"
                                    + " when it was %.3f on the test points.",
                            UNITS.get(i),
                            EPOCHS,
                            network.loss()[0][EPOCHS],
                            network.loss()[1][EPOCHS],
                            network.loss()[2][EPOCHS],
                            best,
                            network.loss()[1][best],
                            network.loss()[2][best])));
        }
        return new Figure(
                "fitting",
                "Underfitting and overfitting",
                "L = −1/n·Σ ln softmax(s)ᵧ on the training points, which are learned, and on others",
                "With three units all losses stay high, with six they are lower, and with twenty the training loss"
                        + " falls on and on while the others rise.",
                List.of(new Figure.Slider(
                        "hidden units",
                        IntStream.range(0, UNITS.size())
                                .mapToObj(i -> UNITS.get(i) + ": " + fits.get(i))
                                .toList(),
                        2)),
                states);
    }

    private static double[] at(double[] values, int[] places) {
        return IntStream.of(places).mapToDouble(i -> values[i]).toArray();
    }
}
