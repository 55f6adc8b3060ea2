package dev.whittle.pipeline.explore;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The graphs of a neuron and of a residual block, with their values above the arrows and the derivatives below. */
final class NeuronDrawing {
    static final List<String> STEPS = List.of(
            "inputs",
            "forward: products",
            "forward: sum",
            "forward: + w₂",
            "forward: f",
            "back: ∂f/∂f",
            "back through a",
            "back through + w₂",
            "back through +",
            "back through the products");

    private static final int FIRST_BACK = 5;
    private static final double RADIUS = 11;

    private NeuronDrawing() {}

    private static String number(double value) {
        return Words.minus(String.format(Locale.ROOT, "%.2f", value));
    }

    /** An arrow of the graph, with the quantity that goes over it. */
    private record Arrow(String quantity, int computed, int returned, double[] x, double[] y, double[] label) {}

    private static final List<Arrow> ARROWS = List.of(
            new Arrow("w0", 0, 9, new double[] {20, 62, 77}, new double[] {30, 30, 49}, new double[] {42, 30}),
            new Arrow("x0", 0, 9, new double[] {20, 62, 77}, new double[] {84, 84, 65}, new double[] {42, 84}),
            new Arrow("w1", 0, 9, new double[] {20, 62, 77}, new double[] {138, 138, 157}, new double[] {42, 138}),
            new Arrow("x1", 0, 9, new double[] {20, 62, 77}, new double[] {192, 192, 173}, new double[] {42, 192}),
            new Arrow("w2", 0, 7, new double[] {158, 200, 214}, new double[] {192, 192, 124}, new double[] {180, 192}),
            new Arrow("w0x0", 1, 8, new double[] {96, 134, 146}, new double[] {57, 57, 102}, new double[] {116, 57}),
            new Arrow("w1x1", 1, 8, new double[] {96, 134, 146}, new double[] {165, 165, 120}, new double[] {116, 165}),
            new Arrow("sum", 2, 7, new double[] {161, 205}, new double[] {111, 111}, new double[] {181, 111}),
            new Arrow("s", 3, 6, new double[] {227, 271}, new double[] {111, 111}, new double[] {247, 111}),
            new Arrow("f", 4, 5, new double[] {295, 338}, new double[] {111, 111}, new double[] {315, 111}));

    static Figure.State state(NeuronGraph neuron, String sign, int step) {
        boolean back = step >= FIRST_BACK;
        Diagram diagram = new Diagram("The graph of a neuron: " + STEPS.get(step), 340, 214);
        for (Arrow a : ARROWS) {
            boolean now = back ? a.returned == step : a.computed == step;
            diagram.arrow(now ? (back ? "c1" : "c0") : "soft thin", a.x, a.y);
            NeuronGraph.Quantity q = neuron.get(a.quantity);
            if (a.computed <= step) {
                diagram.text("fill c0", "middle", a.label[0], a.label[1] - 5, number(q.value()));
            }
            if (back && a.returned <= step) {
                diagram.text("fill c1", "middle", a.label[0], a.label[1] + 14, number(q.derivative()));
            }
        }
        String[] leaves = {"w₀", "x₀", "w₁", "x₁"};
        for (int i = 0; i < leaves.length; i++) {
            diagram.text("fill ink", "middle", 10, 34 + 54 * i, leaves[i]);
        }
        diagram.text("fill ink", "middle", 148, 196, "w₂");
        node(diagram, 85, 57, "×", step == 1 || step == 9, back);
        node(diagram, 85, 165, "×", step == 1 || step == 9, back);
        node(diagram, 150, 111, "+", step == 2 || step == 8, back);
        node(diagram, 216, 111, "+", step == 3 || step == 7, back);
        diagram.circle(style(step == 4 || step == 6, back), 283, 111, 12, sign.equals("σ") ? sign : "");
        if (!sign.equals("σ")) {
            diagram.text("fill ink", "middle", 283, 140, sign);
        }
        diagram.text("fill c0", "end", 338, 14, "above: value");
        diagram.text("fill c1", "end", 338, 29, "below: derivative of f");
        return new Figure.State(List.of(diagram.svg()), reading(neuron, sign, step));
    }

    private static String style(boolean now, boolean back) {
        return now ? (back ? "c1" : "c0") : "soft thin";
    }

    private static void node(Diagram diagram, double x, double y, String sign, boolean now, boolean back) {
        diagram.circle(style(now, back), x, y, RADIUS, sign);
    }

    private static String reading(NeuronGraph neuron, String sign, int step) {
        List<Object> v = new ArrayList<>();
        for (String name : List.of("w0", "x0", "w1", "x1", "w2", "w0x0", "w1x1", "sum", "s", "f")) {
            v.add(neuron.get(name).value());
            v.add(neuron.get(name).derivative());
        }
        // Values have the places 1, 3, 5, … and derivatives 2, 4, 6, …, in the order above.
        String text = switch (step) {
            case 0 -> "The inputs: w₀ = %1$.2f, x₀ = %3$.2f, w₁ = %5$.2f, x₁ = %7$.2f, w₂ = %9$.2f.";
            case 1 -> "w₀·x₀ = %1$.2f·(%3$.2f) = %11$.2f, w₁·x₁ = %5$.2f·(%7$.2f) = %13$.2f.";
            case 2 -> "%11$.2f + %13$.2f = %15$.2f.";
            case 3 -> "s = %15$.2f + (%9$.2f) = %17$.2f.";
            case 4 -> "f = " + sign + "(" + (sign.equals("max") ? "0, " : "") + "%17$.2f) = %19$.4f.";
            case 5 -> "The derivative of f by itself is %20$.0f.";
            case 6 ->
                "The local derivative at s = %17$.2f is "
                        + switch (sign) {
                            case "σ" -> "f·(1 − f) = %19$.4f·(1 − %19$.4f)";
                            case "max" -> "1, since s is above 0";
                            default -> "1 − f² = 1 − %19$.4f²";
                        }
                        + ", so ∂f/∂s = %18$.4f.";
            case 7 -> "A sum hands on what it gets: ∂f/∂w₂ = %10$.4f, and as much to the left, %16$.4f.";
            case 8 -> "Again a sum: both products get %12$.4f.";
            default ->
                "A product multiplies by the other factor: ∂f/∂w₀ = %12$.4f·(%3$.2f) = %2$.4f, ∂f/∂x₀ ="
                        + " %12$.4f·%1$.2f = %4$.4f, ∂f/∂w₁ = %14$.4f·(%7$.2f) = %6$.4f, ∂f/∂x₁ ="
                        + " %14$.4f·(%5$.2f) = %8$.4f.";
        };
        return String.format(Locale.ROOT, text, v.toArray());
    }

    /** The residual block. */
    static String block(SharedValue at) {
        Diagram diagram = new Diagram("A value that goes to a sum directly and through f", 340, 150);
        diagram.text("fill ink", "middle", 10, 94, "x");
        label(diagram.line("c0", new double[] {20, 88}, new double[] {90, 90}), 50, 90, at.x(), at.sum());
        diagram.arrow("c2", new double[] {88, 88, 256, 256}, new double[] {90, 30, 30, 79});
        label(diagram, 170, 30, at.x(), at.shortcut());
        label(diagram.arrow("c0", new double[] {88, 148}, new double[] {90, 90}), 116, 90, at.x(), at.block());
        diagram.box("c0", 172, 90, 48, 30, List.of("f"));
        label(diagram.arrow("c0", new double[] {196, 245}, new double[] {90, 90}), 219, 90, at.f(), 1);
        diagram.circle("c0", 256, 90, RADIUS, "+");
        label(diagram.arrow("c0", new double[] {267, 318}, new double[] {90, 90}), 290, 90, at.y(), 1);
        diagram.text("fill ink", "middle", 328, 94, "y");
        diagram.text("fill c0", "start", 10, 132, "above: value");
        diagram.text("fill c1", "start", 10, 146, "below: derivative of y");
        return diagram.svg();
    }

    private static void label(Diagram diagram, double x, double y, double value, double derivative) {
        diagram.text("fill c0", "middle", x, y - 5, number(value));
        diagram.text("fill c1", "middle", x, y + 14, number(derivative));
    }
}
