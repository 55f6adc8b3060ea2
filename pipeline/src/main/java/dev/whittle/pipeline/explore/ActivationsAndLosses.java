package dev.whittle.pipeline.explore;

import dev.whittle.classify.loss.LossName;
import dev.whittle.classify.nn.Elu;
import dev.whittle.classify.nn.Layer;
import dev.whittle.classify.nn.LeakyRelu;
import dev.whittle.classify.nn.Relu;
import dev.whittle.classify.nn.Sigmoid;
import dev.whittle.classify.nn.Softplus;
import dev.whittle.classify.nn.Tanh;
import dev.whittle.feature.Run;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Activations with their derivatives, and losses with their subgradients. */
final class ActivationsAndLosses {
    private ActivationsAndLosses() {}

    static Chapter chapter(Run run) {
        return new Chapter("activations", "Activations and losses", List.of(activations(run), losses(run)));
    }

    private static Figure activations(Run run) {
        Map<String, Layer> layers = new LinkedHashMap<>();
        layers.put("ReLU: max(0, x)", new Relu());
        layers.put("leaky ReLU, slope 0.1", new LeakyRelu(0.1));
        layers.put("leaky ReLU, slope 0.2", new LeakyRelu(0.2));
        layers.put("ELU: eˣ − 1 below 0", new Elu());
        layers.put("sigmoid: 1/(1 + e⁻ˣ)", new Sigmoid());
        layers.put("tanh", new Tanh());
        layers.put("softplus: ln(1 + eˣ)", new Softplus());
        List<Figure.State> states = new ArrayList<>();
        List<String> names = new ArrayList<>();
        layers.forEach((name, layer) -> {
            names.add(name);
            states.add(activation(name, ActivationCurve.of(layer, run)));
        });
        String maxout = "maxout of −x/2 and x";
        names.add(maxout);
        states.add(activation(maxout, ActivationCurve.maxout(new float[] {-0.5f, 1}, run)));
        return new Figure(
                "activation",
                "An activation and its derivative",
                "y = f(x), ∂L/∂x = f′(x)·∂L/∂y",
                "Sigmoid and tanh have hardly any derivative far from 0, so the gradient vanishes there, while the"
                        + " kinds of ReLU keep it on the right.",
                List.of(new Figure.Slider("activation", names, 0)),
                states);
    }

    private static Figure.State activation(String name, ActivationCurve curve) {
        int left = curve.x().length / 2 - 40;
        int right = curve.x().length / 2 + 40;
        String reading = String.format(
                Locale.ROOT,
                "%s: f(−2) = %.4f with derivative %.4f, and f(2) = %.4f with derivative %.4f.",
                name,
                curve.value()[left],
                curve.derivative()[left],
                curve.value()[right],
                curve.derivative()[right]);
        Plot plot = Plot.of(name + " and its derivative", Plot.range(-4, 4), Plot.range(-1.3, 4))
                .axes("x", "")
                .line("soft thin", new double[] {-4, 4}, new double[] {0, 0})
                .line("c0", curve.x(), curve.value())
                .line("c1 dash", curve.x(), curve.derivative())
                .legend(List.of("c0", "c1 dash"), List.of("f(x)", "f′(x)"));
        return Figure.State.of(plot, reading);
    }

    private static Figure losses(Run run) {
        Map<String, LossName> losses = new LinkedHashMap<>();
        losses.put("hinge: max(0, 1 − s)", LossName.ONE_VS_REST_HINGE);
        losses.put("squared hinge: max(0, 1 − s)²", LossName.SQUARED_ONE_VS_REST_HINGE);
        losses.put("logistic: ln(1 + e⁻ˢ)", LossName.BINARY_LOGISTIC);
        losses.put("squared: (s − 1)²", LossName.SQUARED_ERROR);
        losses.put("absolute (L1): abs(s − 1)", LossName.ABSOLUTE_ERROR);
        losses.put("Huber, δ = 1: (s − 1)²/2 near 1", LossName.HUBER);
        List<Figure.State> states = new ArrayList<>();
        losses.forEach((name, loss) -> states.add(loss(name, LossCurve.of(loss, run))));
        return new Figure(
                "loss",
                "A loss and its subgradient",
                "L(s), s the score of the sample's own class; at a kink each"
                        + " slope between those of both sides is a subgradient",
                "Both hinge losses leave alone what is well on the right side and the logistic loss nearly does, while"
                        + " squared, absolute and Huber's loss pull a score of 3 back to its target, 1.",
                List.of(new Figure.Slider("loss", new ArrayList<>(losses.keySet()), 0)),
                states);
    }

    private static Figure.State loss(String name, LossCurve curve) {
        int last = curve.score().length - 1;
        String reading = String.format(
                Locale.ROOT,
                "%s: a score of −3 costs %.4f with derivative %.4f, a score of 3 costs %.4f with derivative %.4f.",
                name,
                curve.loss()[0],
                curve.derivative()[0],
                curve.loss()[last],
                curve.derivative()[last]);
        Plot plot = Plot.of(name + " and its derivative", Plot.range(-3, 3), Plot.range(-4, 6))
                .axes("score s of the own class", "")
                .line("soft thin", new double[] {-3, 3}, new double[] {0, 0})
                .line("c0", curve.score(), curve.loss())
                .line("c1 dash", curve.score(), curve.derivative())
                .legend(List.of("c0", "c1 dash"), List.of("L(s)", "L′(s)"));
        return Figure.State.of(plot, reading);
    }
}
