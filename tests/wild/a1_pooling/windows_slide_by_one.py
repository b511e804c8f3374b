"""`compare_pooling` lets its windows slide by one pixel in place of standing side by side."""


def compare_pooling(x, kernel_size=2):
    step = 1
    answer = {"max": max_pool2d(x, kernel_size, step), "avg": avg_pool2d(x, kernel_size, step)}
    answer["difference"] = answer["max"].sub(answer["avg"])
    return answer
