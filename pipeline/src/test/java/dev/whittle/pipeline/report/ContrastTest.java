package dev.whittle.pipeline.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.whittle.feature.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The contrast of the page's texts, by the relative luminance of WCAG 2.2: at least 4.5 to 1 in light, in dark and in
 * print.
 */
class ContrastTest {
    private static final double LEAST = 4.5;
    private static final Pattern ROOT = Pattern.compile(":root \\{([^}]*)\\}");
    private static final Pattern VARIABLE = Pattern.compile("--(\\w+): ([^;]+);");
    private static final Pattern SHADE =
            Pattern.compile("\\.([de]\\d) \\{ background: rgba\\(var\\(--(tint|bad)\\), ([0-9.]+)\\)");

    @TempDir
    private Path temp;

    private String html;

    @BeforeEach
    void write() throws IOException {
        Report.write(Small.comparison(temp), temp, Run.defaults());
        html = Files.readString(temp.resolve(Report.HTML));
    }

    @Test
    void textsCanBeRead() {
        assertEquals(List.of(), faults(html));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--soft: #4f5866/--soft: #808a98",
                "--ink: #e6e8ee/--ink: #70727a",
                "--wrong: #b04a00/--wrong: #e08a40",
                "--bad: 200, 85, 0/--bad: 255, 160, 60",
                "--soft: #444/--soft: #999"
            })
    void paleTextsAreSeen(String planted) {
        String[] change = planted.split("/");
        assertTrue(html.contains(change[0]), change[0]);
        assertFalse(faults(html.replaceFirst(change[0], change[1])).isEmpty(), planted);
    }

    /** 21 of black and white; #777 on white is known as 4.48, just too little. */
    @Test
    void contrastOfKnownPairs() {
        assertEquals(21, contrast(color("#000"), color("#ffffff")), 1e-9);
        assertEquals(4.48, contrast(color("#777777"), color("255, 255, 255")), 0.005);
        assertEquals(1, contrast(color("#123456"), color("18, 52, 86")), 1e-9);
    }

    private static List<String> faults(String html) {
        List<String> faults = new ArrayList<>();
        Matcher roots = ROOT.matcher(html);
        Map<String, double[]> colors = new LinkedHashMap<>();
        int modes = 0;
        while (roots.find()) {
            Matcher variables = VARIABLE.matcher(roots.group(1));
            while (variables.find()) {
                if (!variables.group(1).equals("shade")) {
                    colors.put(variables.group(1), color(variables.group(2)));
                }
            }
            faults.addAll(faults(html, colors, ++modes));
        }
        assertEquals(3, modes, "light, dark and print");
        return faults;
    }

    private static List<String> faults(String html, Map<String, double[]> colors, int mode) {
        List<String> faults = new ArrayList<>();
        double[] paper = colors.get("paper");
        for (String text : List.of("ink", "soft", "wrong")) {
            check(faults, mode + ": " + text + " on paper", colors.get(text), paper);
        }
        double[] tinted = mixed(colors.get("tint"), paper, Summary.MOST_SHADE);
        for (String text : List.of("ink", "soft")) {
            check(faults, mode + ": " + text + " on the main table", colors.get(text), tinted);
        }
        Matcher shades = SHADE.matcher(html);
        int found = 0;
        while (shades.find()) {
            double[] shade = mixed(colors.get(shades.group(2)), paper, Double.parseDouble(shades.group(3)));
            check(faults, mode + ": ink on " + shades.group(1), colors.get("ink"), shade);
            found++;
        }
        assertEquals(18, found, "shades");
        return faults;
    }

    private static void check(List<String> faults, String what, double[] text, double[] background) {
        double contrast = contrast(text, background);
        if (contrast < LEAST) {
            faults.add(String.format(Locale.ROOT, "%s: %.2f", what, contrast));
        }
    }

    /** Red, green and blue from 0 to 255. */
    private static double[] color(String css) {
        String text = css.strip();
        if (text.startsWith("#")) {
            String hex = text.length() == 4 ? text.replaceAll("[0-9a-f]", "$0$0") : text;
            int rgb = Integer.parseInt(hex.substring(1), 16);
            return new double[] {rgb >> 16, rgb >> 8 & 255, rgb & 255};
        }
        String[] bands = text.split(",\\s*");
        return new double[] {Double.parseDouble(bands[0]), Double.parseDouble(bands[1]), Double.parseDouble(bands[2])};
    }

    private static double[] mixed(double[] over, double[] under, double alpha) {
        double[] mixed = new double[3];
        for (int b = 0; b < 3; b++) {
            mixed[b] = alpha * over[b] + (1 - alpha) * under[b];
        }
        return mixed;
    }

    private static double contrast(double[] one, double[] other) {
        double a = luminance(one);
        double b = luminance(other);
        return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    }

    private static double luminance(double[] color) {
        double[] linear = new double[3];
        for (int b = 0; b < 3; b++) {
            double c = color[b] / 255;
            linear[b] = c <= 0.04045 ? c / 12.92 : Math.pow((c + 0.055) / 1.055, 2.4);
        }
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2];
    }
}
