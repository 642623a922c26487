import java.io.*;
import java.nio.charset.StandardCharsets;
import java.util.*;
import org.javarosa.core.model.*;
import org.javarosa.core.model.data.*;
import org.javarosa.core.model.data.helper.Selection;
import org.javarosa.core.model.instance.InstanceInitializationFactory;
import org.javarosa.core.services.*;
import org.javarosa.core.services.properties.IPropertyRules;
import org.javarosa.core.services.transport.payload.ByteArrayPayload;
import org.javarosa.core.util.JavaRosaCoreModule;
import org.javarosa.form.api.*;
import org.javarosa.model.xform.*;
import org.javarosa.xform.util.*;

/**
 * Whoever fills forms in on a telephone, by the engine of ODK Collect.
 *
 * Reads one wish a line: the file of a form, then what is answered, apart by tabs. "name=value" answers a
 * question each time it is asked, "name[2]=value" the second time; "name!=value" is tried first; "name*=2" goes
 * through a repeat twice. Prints, apart by tabs too: "refused" with the question and the sentence shown,
 * "missing" with a question that must be answered, "said" with what was shown for a question, at last
 * "filled" with the outcome and the form in base64.
 */
public class Telephone {
    static final Set<Integer> FILES = Set.of(
        Constants.CONTROL_IMAGE_CHOOSE, Constants.CONTROL_AUDIO_CAPTURE, Constants.CONTROL_VIDEO_CAPTURE,
        Constants.CONTROL_FILE_CAPTURE);
    final Map<String, String> given = new HashMap<>(), wrong = new HashMap<>();
    final Map<String, Integer> turns = new HashMap<>(), asked = new HashMap<>();
    final FormEntryController controller;
    final FormDef form;

    public static void main(String[] arguments) throws Exception {
        PropertyManager.setPropertyManager(new Owner());
        new JavaRosaCoreModule().registerModule();
        new XFormsModule().registerModule();
        // What the engine itself prints must not stand between the answers.
        PrintStream told = new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
        System.setOut(System.err);
        BufferedReader wishes = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String wish; (wish = wishes.readLine()) != null; ) {
            try {
                new Telephone(wish.split("\t")).fill(told);
            } catch (Exception error) {
                told.println("failed\t" + oneLine(String.valueOf(error)));
            }
        }
    }

    Telephone(String[] wish) throws Exception {
        form = XFormUtils.getFormFromInputStream(new FileInputStream(wish[0]));
        controller = new FormEntryController(new FormEntryModel(form));
        form.initialize(true, new InstanceInitializationFactory());
        for (String each : Arrays.asList(wish).subList(1, wish.length)) {
            String[] parts = each.split("=", 2);
            if (parts[0].endsWith("!")) wrong.put(parts[0].replace("!", ""), parts[1]);
            else if (parts[0].endsWith("*")) turns.put(parts[0].replace("*", ""), Integer.valueOf(parts[1]));
            else given.put(parts[0], parts[1]);
        }
    }

    void fill(PrintStream told) throws Exception {
        FormEntryModel model = controller.getModel();
        for (int event; (event = controller.stepToNextEvent()) != FormEntryController.EVENT_END_OF_FORM; ) {
            if (event == FormEntryController.EVENT_QUESTION) answer(model.getQuestionPrompt(), told);
            if (event == FormEntryController.EVENT_PROMPT_NEW_REPEAT && isWanted(model.getFormIndex())) controller.newRepeat();
        }
        ValidateOutcome outcome = form.validate(true);
        form.postProcessInstance();
        byte[] xml = ((ByteArrayPayload) new XFormSerializingVisitor().createSerializedPayload(
            form.getMainInstance(), new XPathReference("/"))).getPayloadStream().readAllBytes();
        String said = outcome == null ? "whole" : "not whole: " + outcome.failedPrompt.getReference();
        told.println("filled\t" + said + "\t" + Base64.getEncoder().encodeToString(xml));
    }

    boolean isWanted(FormIndex index) {
        String name = index.getReference().getNameLast();
        int there = asked.merge("*" + name, 1, Integer::sum);
        return there < turns.getOrDefault(name, 1);
    }

    void answer(FormEntryPrompt prompt, PrintStream told) {
        String name = prompt.getIndex().getReference().getNameLast();
        told.println("said\t" + name + "\t" + oneLine(String.valueOf(prompt.getLongText())));
        int time = asked.merge(name, 1, Integer::sum);
        if (wrong.containsKey(name) && time == 1) put(prompt, wrong.get(name), name, told);
        put(prompt, given.getOrDefault(name + "[" + time + "]", given.get(name)), name, told);
    }

    void put(FormEntryPrompt prompt, String value, String name, PrintStream told) {
        int result = controller.answerQuestion(value == null ? null : typed(prompt, value), true);
        if (result == FormEntryController.ANSWER_CONSTRAINT_VIOLATED)
            told.println("refused\t" + name + "\t" + oneLine(String.valueOf(prompt.getConstraintText())));
        if (result == FormEntryController.ANSWER_REQUIRED_BUT_EMPTY) told.println("missing\t" + name);
    }

    static IAnswerData typed(FormEntryPrompt prompt, String value) {
        int control = prompt.getControlType();
        if (FILES.contains(control)) return new StringData(value);
        if (control == Constants.CONTROL_SELECT_ONE) return new SelectOneData(choice(prompt, value));
        if (control == Constants.CONTROL_SELECT_MULTI) {
            List<Selection> chosen = new ArrayList<>();
            for (String each : value.split(" ")) chosen.add(choice(prompt, each));
            return new SelectMultiData(chosen);
        }
        return XFormAnswerDataParser.getAnswerData(value, prompt.getDataType(), prompt.getQuestion());
    }

    static Selection choice(FormEntryPrompt prompt, String value) {
        return prompt.getSelectChoices().stream().filter(each -> each.getValue().equals(value)).findFirst()
            .orElseThrow(() -> new IllegalArgumentException("no choice " + value)).selection();
    }

    static String oneLine(String text) {
        return text.replaceAll("\\s+", " ");
    }

    /** The telephone's own particulars. */
    static class Owner implements IPropertyManager {
        static final Map<String, String> TOLD = Map.of("deviceid", "collect:test", "username", "prueba");
        public List<String> getProperty(String name) { return TOLD.containsKey(name) ? List.of(TOLD.get(name)) : null; }
        public String getSingularProperty(String name) { return TOLD.get(name); }
        public void setProperty(String name, String value) { }
        public void setProperty(String name, List<String> value) { }
        public void addRules(IPropertyRules rules) { }
        public List<IPropertyRules> getRules() { return null; }
    }
}
