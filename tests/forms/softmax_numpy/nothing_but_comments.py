# expect: *=missing points=0
# em chưa làm được bài này ạ
