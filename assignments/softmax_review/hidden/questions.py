"""The reasons: what is wrong with each option, and with the numbers that people come to."""

import runpy
from pathlib import Path

from grader.model import Slug, Text
from grader.suite.api import Unmet

answer_to = runpy.run_path(str(Path(__file__).parents[1] / "public" / "questions.py"))["answer_to"]

REASONS = {
    "q1": {
        "a": (
            (
                "Cả tử và mẫu đều được nhân với e⁵, nên thừa số đó bị giản ước; xác suất nhân với"
                " e⁵ sẽ không còn có tổng bằng 1."
            ),
            (
                "Numerator and denominator are both multiplied by e⁵, so the factor cancels; "
                "probabilities times e⁵ would no longer sum to 1."
            ),
        ),
        "b": (
            (
                "Phân phối đều hơn khi các logit gần nhau hơn (như khi chia cho T > 1); cộng cùng"
                " một số không làm đổi khoảng cách giữa chúng."
            ),
            (
                "A distribution gets flatter when the logits come closer (as when divided by T > "
                "1); adding the same number to all leaves their distances alone."
            ),
        ),
        "d": (
            (
                "Lớp lớn nhất chỉ lợi hơn khi khoảng cách giữa các logit tăng (như khi nhân với "
                "một số lớn hơn 1); phép cộng giữ nguyên các khoảng cách."
            ),
            (
                "The largest class gains only when the logits move apart (as when multiplied by "
                "more than 1); an addition keeps their distances."
            ),
        ),
    },
    "q2": {
        12: (
            (
                "12 = 4 · 3 chỉ đếm trọng số của bốn đặc trưng; cột intercept cũng có một tham số"
                " cho mỗi lớp."
            ),
            (
                "12 = 4 · 3 counts the weights of the four features only; the intercept column "
                "has a parameter for each class, too."
            ),
        ),
        10: (
            (
                "10 = 5 · 2 coi một lớp là lớp gốc không có tham số; softmax regression của khoá "
                "học có một cột cho mỗi lớp."
            ),
            (
                "10 = 5 · 2 takes one class as a base without parameters; the course's softmax "
                "regression has a column for each class."
            ),
        ),
        5: (
            ("5 = 4 + 1 là số tham số của một lớp (hay của logistic regression); ở đây có ba lớp."),
            (
                "5 = 4 + 1 is the number for a single class (or for logistic regression); there "
                "are three classes."
            ),
        ),
        13: (
            ("13 = 4 · 3 + 1 chỉ có một bias chung; mỗi lớp có bias riêng."),
            ("13 = 4 · 3 + 1 has one bias for all; each class has its own."),
        ),
        8: (
            (
                "8 = (4 + 1) + 3 cộng số dòng với số cột; một ma trận có số dòng nhân số cột phần"
                " tử."
            ),
            ("8 = (4 + 1) + 3 adds rows and columns; a matrix has rows times columns elements."),
        ),
    },
    "q3": {
        "a": (
            (
                "Khi đó mean và std đã chứa thông tin của các mẫu test, những mẫu đóng vai dữ "
                "liệu chưa từng thấy: kết quả trên tập test không còn đáng tin."
            ),
            (
                "Mean and std then hold information of the test samples, which stand for data "
                "never seen: the result on the test part can no longer be trusted."
            ),
            "test-set-leak",
        ),
        "c": (
            (
                "Khi đó cùng một giá trị gốc thành hai số khác nhau ở hai tập, còn trọng số thì "
                "được học theo thang đo của tập train; một mẫu test duy nhất còn không có std."
            ),
            (
                "One raw value then becomes two different numbers in the two parts, while the "
                "weights were learnt on the scale of the training part; a single test sample has "
                "no std at all."
            ),
            "test-set-leak",
        ),
        "d": (
            (
                "Tập test không được dùng để học bất cứ điều gì; ngoài thực tế nó còn chưa tồn "
                "tại lúc huấn luyện."
            ),
            (
                "Nothing may be learnt from the test part; in practice it does not even exist at "
                "training time."
            ),
            "test-set-leak",
        ),
    },
    "q4": {
        0.3: (
            (
                "12/40 = 0,3 là precision: bao nhiêu phần báo động là đúng. Recall hỏi bao nhiêu "
                "phần của các gian lận được tìm ra."
            ),
            (
                "12/40 = 0.3 is the precision: which part of the alarms is right. Recall asks "
                "which part of the frauds is found."
            ),
            "precision-for-recall",
        ),
        0.954: (
            ("0,954 là accuracy: nó gần như chỉ đếm các giao dịch thường, vì chúng chiếm 97 %."),
            ("0.954 is the accuracy: it counts little but the usual transactions, which are 97 %."),
        ),
        0.012: (
            ("12/1000 chia cho mọi giao dịch; recall của một lớp chỉ chia cho số mẫu của lớp đó."),
            (
                "12/1000 divides by all transactions; a class's recall divides by the samples of "
                "that class only."
            ),
        ),
        0.6: (
            ("18/30 = 0,6 là phần gian lận bị bỏ sót; recall là phần được tìm ra."),
            (
                "18/30 = 0.6 is the part of the frauds that is missed; recall is the part that is"
                " found."
            ),
        ),
        0.04: (
            ("40/1000 là tỉ lệ báo động, dù đúng hay sai."),
            ("40/1000 is the rate of alarms, right or wrong."),
        ),
        0.03: (
            ("30/1000 là tỉ lệ gian lận trong dữ liệu; nó không nói gì về mô hình."),
            ("30/1000 is the share of frauds in the data; it says nothing of the model."),
        ),
    },
    "q5": {
        "a": (
            ("Loss bằng 0 khi lớp đúng có xác suất 1; lúc đầu mọi lớp có xác suất như nhau."),
            (
                "The loss is 0 where the right class has probability 1; at the start all classes "
                "are equally probable."
            ),
        ),
        "b": (
            ("ln 2 là loss ban đầu của hai lớp; ở đây mỗi lớp trong ba lớp có xác suất 1/3."),
            ("ln 2 is the first loss of two classes; here each of three has probability 1/3."),
        ),
        "c": (
            ("1/3 là xác suất của lớp đúng; loss là −ln của nó."),
            ("1/3 is the probability of the right class; the loss is −ln of it."),
        ),
    },
    "q6": {
        "b": (
            ("Chia cho N·K làm loss nhỏ đi K lần: với K = 2 đã thấy ngay một nửa."),
            ("Dividing by N·K makes the loss K times smaller: with K = 2 it is plainly half."),
            "divide-by-size",
        ),
        "c": (
            ("log10 nhân loss với 0,434 dù có bao nhiêu lớp, nên với K = 2 cũng sai."),
            (
                "log10 multiplies the loss by 0.434 whatever the number of classes, so it is "
                "wrong for K = 2, too."
            ),
        ),
        "d": (
            ("Khi chuẩn hoá theo cột, tổng của từng dòng không còn bằng 1, với hai lớp cũng vậy."),
            ("Normalised by columns, the rows no longer sum to 1, with two classes either."),
        ),
    },
    "q7": {
        "a": (
            (
                "Softmax của xác suất không phải là xác suất đó: nó nén mọi thứ vào khoảng từ 0 "
                "đến 1 rồi chuẩn hoá lại, nên gần đều hơn nhiều."
            ),
            (
                "Softmax of probabilities is not those probabilities: it takes numbers between 0 "
                "and 1 for logits and gives something much flatter."
            ),
            "double-softmax",
        ),
        "c": (
            (
                "Xác suất cũng là số thực với shape đúng, nên PyTorch không thể nhận ra: không có"
                " lỗi nào được báo."
            ),
            (
                "Probabilities are numbers of the right shape as well, so PyTorch cannot know: "
                "there is no error."
            ),
            "double-softmax",
        ),
        "d": (
            (
                "Loss âm đến từ NLLLoss nhận xác suất thay vì log; CrossEntropyLoss tự lấy "
                "log-softmax nên không bao giờ âm."
            ),
            (
                "A negative loss comes from NLLLoss given probabilities in place of logarithms; "
                "CrossEntropyLoss takes log-softmax itself and is never negative."
            ),
        ),
    },
    "q8": {
        "a": (
            ("Gradient không bị xoá nên không bằng 0; ngược lại, chúng lớn dần."),
            ("Gradients that are not cleared are not 0; on the contrary, they grow."),
            "zero-grad-missing",
        ),
        "b": (
            (
                "backward cộng gradient mới vào .grad cũ, nên các bước sau có thêm chứ không bị "
                "bỏ qua."
            ),
            (
                "backward adds the new gradient to the old .grad, so later ones are added, not "
                "ignored."
            ),
            "zero-grad-missing",
        ),
        "c": (
            (
                "Cộng dồn gradient là điều PyTorch cho phép (có khi còn cần), nên không có lỗi "
                "nào được báo."
            ),
            (
                "Adding gradients up is allowed in PyTorch (and sometimes wanted), so there is no"
                " error."
            ),
            "zero-grad-missing",
        ),
    },
    "q9": {
        "a": (
            ("Với learning rate quá nhỏ, cả hai đường giảm chậm; không đường nào tăng lên."),
            ("With a learning rate that is too small both curves fall slowly; none rises."),
        ),
        "b": (
            ("Gradient sai dấu làm train_loss tăng ngay từ đầu; ở đây nó giảm đều."),
            ("A gradient of the wrong sign makes train_loss rise from the start; here it falls."),
        ),
        "d": (
            (
                "Nếu tập validation lẫn vào tập train, val_loss sẽ giảm theo train_loss chứ không"
                " tăng."
            ),
            (
                "If validation samples were among the training data, val_loss would fall along "
                "with train_loss, not rise."
            ),
        ),
    },
    "q10": {
        "b": (
            ("Bag of words chỉ đếm, nên không có số âm: từ “không” là một cột như mọi cột khác."),
            (
                "A bag of words only counts, so nothing is negative: the word “không” is a column"
                " like all others."
            ),
        ),
        "c": (
            (
                "Thứ tự các cột là của vocabulary, như nhau cho mọi câu; thứ tự các từ trong câu "
                "không được giữ lại."
            ),
            (
                "The order of the columns is the vocabulary's, the same for all sentences; the "
                "order of the words in a sentence is not kept."
            ),
        ),
        "d": (
            (
                "Xác suất được tính từ vector của câu; hai vector bằng nhau thì mọi xác suất bằng"
                " nhau."
            ),
            (
                "The probabilities are computed from the sentence's vector; where the vectors are"
                " equal, all probabilities are."
            ),
        ),
    },
}


def expect_answer(student, reference, name):
    """The answer is right; else it is said why the one that was given is not."""
    given, right = answer_to(student, name), reference.answers[name]
    if given is None:
        raise Unmet([Text(vi="Câu này chưa được trả lời.", en="This one is not answered yet.")])
    if given == right or (isinstance(right, (int, float)) and _near(given, right)):
        return
    vi, en, *slugs = _reason(REASONS[name], given)
    chosen = f"{given:.6g}" if isinstance(given, float) else given
    raise Unmet(
        [Text(vi=f"Em trả lời {chosen}: {vi}", en=f"You answered {chosen}: {en}")],
        misconception=Slug(slugs[0]) if slugs else None,
    )


def _reason(reasons, given):
    for value, reason in reasons.items():
        if value == given or (isinstance(given, float) and _near(given, value)):
            return reason
    return (
        "hãy viết phép tính ra từng bước, với tên của từng số.",
        "write the calculation down step by step, with a name for each number.",
    )


def _near(given, wanted):
    return abs(given - wanted) < 1e-3 * max(1.0, abs(wanted)) / 2
