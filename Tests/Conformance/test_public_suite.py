"""Jupyter's public suite for kernels, with a sample for each of its checks."""

import jupyter_kernel_test


class TestTandem(jupyter_kernel_test.KernelTests):
    kernel_name = "tandem"
    language_name = "tandem"
    file_extension = ".tandem"

    code_hello_world = 'print("hello, world")'
    code_stderr = 'print("careful", error: true)'
    completion_samples = [
        {"text": "uncert", "matches": {"uncertainty"}},
        {"text": "dig", "matches": {"digits"}},
    ]
    complete_code_samples = ["1 + 2", "let x = [1,\n2]", "data digits = digits()", ""]
    incomplete_code_samples = ["let x = [1,", "architecture trunk = hard {", "1 +", "let x ="]
    invalid_code_samples = ["let = 3", "1 + )", "task 7 = 2"]
    code_page_something = "train?"
    code_generate_error = "unceratinty()"
    code_execute_result = [
        {"code": "6 * 7", "result": "42"},
        {"code": '"a" + "b"', "mime": "text/plain"},
    ]
    code_display_data = [
        {"code": 'show("text")', "mime": "text/plain"},
        {"code": "show(plot([1, 3, 2]))", "mime": "image/svg+xml"},
    ]
    code_history_pattern = "6*"
    supported_history_operations = ("tail", "range", "search")
    code_inspect_sample = "train"
    code_clear_output = "clear()"


class TestTandemWelcome(jupyter_kernel_test.IopubWelcomeTests):
    kernel_name = "tandem"
    support_iopub_welcome = True
